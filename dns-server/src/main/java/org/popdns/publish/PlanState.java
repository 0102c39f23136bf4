package org.popdns.publish;

import java.time.Instant;
import java.util.List;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.steering.SteeringDecision;

/**
 * What a plan answers with now.
 *
 * @param plan its definition
 * @param decision whose addresses answer, and why
 * @param since when the rule or the pool last changed
 */
public record PlanState(SteeringPlan plan, SteeringDecision decision, Instant since) {

  /** The pools that were looked at, in the order in which they are tried. */
  public List<Pool> tried() {
    return decision.considered().stream()
        .flatMap(tally -> plan.pool(tally.pool()).stream())
        .toList();
  }
}
