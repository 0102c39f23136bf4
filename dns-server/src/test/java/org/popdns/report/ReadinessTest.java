package org.popdns.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.WhenBelow;
import org.popdns.fitness.Phase;
import org.popdns.publish.PlanState;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.steering.SteeringDecision.Reason;

final class ReadinessTest {

  private static PlanState cluster(WhenBelow whenBelow, int healthy) {
    Check check =
        new Check.Tcp(
            "web", 80, new Check.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3));
    return new PlanState(
        new SteeringPlan("images", check, List.of(), Map.of(), whenBelow),
        new SteeringDecision(
            "images",
            Reason.OWN_SITE,
            "japan",
            List.of(),
            List.of(new PoolTally("japan", 6, healthy, 2))),
        Instant.EPOCH);
  }

  @Test
  void servingServer_isReady() {
    Readiness readiness =
        Readiness.of(
            Phase.SERVING,
            List.of(cluster(WhenBelow.WITHDRAW, 2), cluster(WhenBelow.FALLBACK, 0)),
            List.of());
    assertThat(readiness.ready()).isTrue();
    assertThat(readiness.reasons()).isEmpty();
  }

  @Test
  void startingAndStoppingServer_isNot_whateverElseHolds() {
    assertThat(Readiness.of(Phase.STARTING, List.of(), List.of("x")).reasons())
        .containsExactly("the first round of checks is not over");
    assertThat(Readiness.of(Phase.STOPPING, List.of(), List.of("x")).reasons())
        .containsExactly("the server is stopping");
  }

  @Test
  void everyReason_isGiven() {
    Readiness readiness =
        Readiness.of(
            Phase.SERVING,
            List.of(cluster(WhenBelow.WITHDRAW, 1)),
            List.of("192.0.2.1:53 does not answer within 500 ms"));
    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.reasons())
        .containsExactly(
            "192.0.2.1:53 does not answer within 500 ms",
            "cluster images has 1 healthy hosts at japan, 2 needed (when-below: withdraw)");
  }
}
