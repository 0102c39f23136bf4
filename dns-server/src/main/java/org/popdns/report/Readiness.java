package org.popdns.report;

import java.util.ArrayList;
import java.util.List;
import org.popdns.config.model.WhenBelow;
import org.popdns.fitness.Phase;
import org.popdns.publish.PlanState;
import org.popdns.steering.SteeringDecision.PoolTally;

/**
 * Whether traffic should come here, with every reason why not. Evaluated when it is asked for; a
 * pure function of what it is given.
 *
 * @param reasons why not, one line each; empty if it should
 */
public record Readiness(List<String> reasons) {

  public Readiness {
    reasons = List.copyOf(reasons);
  }

  /** Where routes are announced: ready while each announcement has a route. */
  public static Readiness ofAnnouncements(Phase phase, List<String> withdrawn) {
    return phase == Phase.SERVING ? new Readiness(withdrawn) : of(phase, List.of(), List.of());
  }

  /**
   * Where nothing is announced. {@code complaints} say which addresses don't answer, or why not.
   */
  public static Readiness of(Phase phase, List<PlanState> plans, List<String> complaints) {
    List<String> reasons = new ArrayList<>();
    switch (phase) {
      case STARTING -> reasons.add("the first round of checks is not over");
      case STOPPING -> reasons.add("the server is stopping");
      case SERVING -> {
        reasons.addAll(complaints);
        for (PlanState state : plans) {
          PoolTally own = state.decision().firstChoice();
          if (state.plan().whenBelow() == WhenBelow.WITHDRAW && !own.reachesMinimum()) {
            reasons.add(
                "cluster %s has %d healthy hosts at %s, %d needed (when-below: withdraw)"
                    .formatted(state.plan().name(), own.healthy(), own.pool(), own.needed()));
          }
        }
      }
    }
    return new Readiness(reasons);
  }

  boolean ready() {
    return reasons.isEmpty();
  }
}
