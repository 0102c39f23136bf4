package org.popdns.publish;

import java.util.List;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.steering.CapacityLimits;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.time.Moment;

/**
 * What a plan answers with now.
 *
 * @param plan its definition
 * @param regions what each kind of clients is answered with, by the numbers of the plan's regions
 * @param limits up to where its pools were loaded when that was decided
 */
public record PlanState(SteeringPlan plan, List<Region> regions, CapacityLimits limits) {

  /** Copies the list. */
  public PlanState {
    regions = List.copyOf(regions);
  }

  /**
   * What some clients are answered with.
   *
   * @param decision whose addresses answer, and why
   * @param since when the reason or the pool last changed
   */
  public record Region(SteeringDecision decision, Moment since) {}

  /** The decisions, by the regions' numbers. */
  public List<SteeringDecision> decisions() {
    return regions.stream().map(Region::decision).toList();
  }

  /**
   * True if it answers all clients alike, from this site or those that stand in for it, as a
   * cluster without rules for clients does.
   */
  public boolean isOfSite() {
    return regions.size() == 1 && regions.getFirst().decision().ownSite().isPresent();
  }

  /** The pools that may answer here, each once. */
  public List<Pool> tried() {
    return regions.stream()
        .flatMap(region -> region.decision().considered().stream())
        .map(PoolTally::pool)
        .distinct()
        .flatMap(pool -> plan.pool(pool).stream())
        .toList();
  }

  /** How this site's own pool stands; empty if no rule tries it first. */
  public List<PoolTally> own() {
    return regions.stream()
        .map(Region::decision)
        .filter(decision -> decision.ownSite().isPresent())
        .flatMap(decision -> decision.firstChoice().stream())
        .distinct()
        .toList();
  }
}
