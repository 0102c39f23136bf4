package org.popdns.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.popdns.steering.TestPlan.host;
import static org.popdns.steering.TestPlan.up;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.SteeringPlan;
import org.popdns.health.HealthSnapshot;
import org.popdns.steering.SteeringDecision.PoolTally;

/** Plans whose rules are for some clients only. */
final class SteeringRulesTest {

  private static final SteeringPlan WORLD =
      new TestPlan("www")
          .pool("eu", host("192.0.2.1"), host("192.0.2.2"))
          .pool("as", host("192.0.2.11"))
          .pool("us", host("192.0.2.21"))
          .rule("EU", "eu", "us")
          .rule("AS", "as", "eu", "us")
          .everybody("us")
          .plan();

  private static List<SteeringDecision> decide(SteeringPlan plan, HealthSnapshot health) {
    return new SteeringPolicy(Optional.empty()).decide(plan, health);
  }

  /** As {@code 1 eu first-pool [192.0.2.1]}. */
  private static List<String> told(List<SteeringDecision> decisions) {
    return decisions.stream()
        .map(
            decision ->
                "%d %s %s %s"
                    .formatted(
                        decision.rule(),
                        decision.pool(),
                        decision.reason().label(),
                        decision.answering().stream()
                            .map(endpoint -> endpoint.target().toString())
                            .toList()))
        .toList();
  }

  @Test
  void eachRule_answersFromItsOwnPools() {
    List<SteeringDecision> decisions = decide(WORLD, up("192.0.2.1", "192.0.2.21"));
    assertThat(told(decisions))
        .containsExactly(
            "1 eu first-pool [192.0.2.1]",
            "2 eu fallback [192.0.2.1]",
            "3 us first-pool [192.0.2.21]");
    assertThat(decisions.get(1).considered())
        .containsExactly(
            new PoolTally("as", 1, 0, 1),
            new PoolTally("eu", 2, 1, 1),
            new PoolTally("us", 1, 1, 1));
    assertThat(decisions.get(1).because())
        .isEqualTo("the first pool is below its minimum, this fallback is not");
  }

  @Test
  void nothingHealthyInARulesPools_failsOpen_whateverOtherRulesHave() {
    assertThat(told(decide(WORLD, up("192.0.2.1"))))
        .containsExactly(
            "1 eu first-pool [192.0.2.1]",
            "2 eu fallback [192.0.2.1]",
            "3 us fail-open [192.0.2.21]");
  }

  @Test
  void hostSetUp_answersUnasked_andHostSetDownNever() {
    SteeringPlan plan =
        new TestPlan("www")
            .pool("a", host("192.0.2.1", HostStatus.DOWN), host("192.0.2.2"))
            .pool("b", host("192.0.2.11", HostStatus.UP), host("192.0.2.12"))
            .everybody("a", "b")
            .plan();
    assertThat(told(decide(plan, up("192.0.2.1")))).containsExactly("1 b fallback [192.0.2.11]");
    assertThat(told(decide(plan, up("192.0.2.1", "192.0.2.2"))))
        .containsExactly("1 a first-pool [192.0.2.2]");
    assertThat(told(decide(plan, up("192.0.2.12"))))
        .containsExactly("1 b fallback [192.0.2.11, 192.0.2.12]");
  }

  @Test
  void poolOfWhichAllIsSetDown_isPassedOver_alsoWhereAllFailsOpen() {
    SteeringPlan plan =
        new TestPlan("www")
            .pool("a", host("192.0.2.1", HostStatus.DOWN))
            .pool("b", host("192.0.2.11"), host("192.0.2.12", HostStatus.DOWN))
            .everybody("a", "b")
            .plan();
    assertThat(told(decide(plan, up("192.0.2.11")))).containsExactly("1 b fallback [192.0.2.11]");
    assertThat(told(decide(plan, up()))).containsExactly("1 b fail-open [192.0.2.11]");
  }

  @Test
  void allSetDown_answersWithNothingOfThem() {
    SteeringPlan plan =
        new TestPlan("www").pool("a", host("192.0.2.1", HostStatus.DOWN)).everybody("a").plan();
    assertThat(told(decide(plan, up("192.0.2.1")))).containsExactly("1 a fail-open []");
  }

  @Test
  void clientsWithoutARule_areARegionOfTheirOwn_behindTheRules() {
    SteeringPlan plan = new TestPlan("www").pool("eu", host("192.0.2.1")).rule("EU", "eu").plan();
    assertThat(plan.regionsAt(Optional.empty())).hasSize(2);
    assertThat(told(decide(plan, up("192.0.2.1"))))
        .containsExactly("1 eu first-pool [192.0.2.1]", "0 - no-rule []");
    assertThat(decide(plan, up()).getLast().firstChoice()).isEmpty();
    assertThat(decide(plan, up()).getLast().clients()).isEmpty();
  }

  @Test
  void rulesOfOtherSites_areNoRegions_butCountInTheNumbersOfRules() {
    SteeringPlan plan =
        new TestPlan("www")
            .pool("west", host("192.0.2.1"))
            .pool("east", host("192.0.2.11"))
            .rule(Set.of("west"), ClientCondition.EVERYBODY, "west", "east")
            .rule(Set.of("east"), ClientCondition.EVERYBODY, "east", "west")
            .plan();
    SteeringDecision east =
        new SteeringPolicy(Optional.of("east")).decide(plan, up("192.0.2.11")).getFirst();
    assertThat(told(List.of(east))).containsExactly("2 east own-site [192.0.2.11]");
    assertThat(east.ownSite()).contains("east");
    assertThat(east.because()).isEqualTo("this site has its minimum of healthy hosts");
    assertThat(plan.regionsAt(Optional.of("east"))).hasSize(1);
    assertThat(plan.regionsAt(Optional.of("north"))).hasSize(1);
    assertThat(told(new SteeringPolicy(Optional.of("north")).decide(plan, up())))
        .containsExactly("0 - no-rule []");
  }

  @Test
  void poolThatHappensToBeCalledLikeTheSite_isNotTakenForIt() {
    SteeringDecision decision =
        new SteeringPolicy(Optional.of("eu")).decide(WORLD, up("192.0.2.1")).getFirst();
    assertThat(told(List.of(decision))).containsExactly("1 eu first-pool [192.0.2.1]");
  }
}
