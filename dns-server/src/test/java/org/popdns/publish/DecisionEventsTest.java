package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.popdns.steering.TestPlan.host;
import static org.popdns.steering.TestPlan.up;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.SteeringPlan;
import org.popdns.events.Event;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.Reason;
import org.popdns.steering.SteeringPolicy;
import org.popdns.steering.TestPlan;

final class DecisionEventsTest {

  private static final SteeringPlan WORLD =
      new TestPlan("www")
          .pool("eu", host("192.0.2.1"))
          .pool("us", host("192.0.2.21"))
          .rule("EU", "eu", "us")
          .rule("AF", "eu", "us")
          .rule("AS", "us")
          .rule("OC", "eu", "us")
          .everybody("us")
          .plan();

  private static List<SteeringDecision> decide(SteeringPlan plan, String... up) {
    return new SteeringPolicy(Optional.empty()).decide(plan, up(up));
  }

  @Test
  void rulesThatComeOutAlike_areOneEvent() {
    List<SteeringDecision> all = decide(WORLD, "192.0.2.21");
    assertThat(DecisionEvents.of(List.of(all.get(0), all.get(1), all.get(3)), 5, Instant.EPOCH))
        .containsExactly(
            new Event.RulesDecided(
                Instant.EPOCH, "www", List.of(1, 2, 4), "us", Reason.FALLBACK, 0, 1, 1));
    assertThat(DecisionEvents.of(decide(WORLD), 5, Instant.EPOCH))
        .containsExactly(
            new Event.RulesDecided(
                Instant.EPOCH, "www", List.of(1, 2, 4), "eu", Reason.FAIL_OPEN, 0, 1, 1),
            new Event.RulesDecided(
                Instant.EPOCH, "www", List.of(3, 5), "us", Reason.FAIL_OPEN, 0, 1, 1));
  }

  @Test
  void planOfOneRuleForAll_namesNoRule() {
    SteeringPlan plan = new TestPlan("www").pool("a", host("192.0.2.1")).everybody("a").plan();
    assertThat(DecisionEvents.of(decide(plan, "192.0.2.1"), 1, Instant.EPOCH))
        .containsExactly(
            new Event.RulesDecided(
                Instant.EPOCH, "www", List.of(), "a", Reason.FIRST_POOL, 1, 1, 1));
  }
}
