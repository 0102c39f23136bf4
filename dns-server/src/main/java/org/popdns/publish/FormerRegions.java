package org.popdns.publish;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.ClientCondition;
import org.popdns.publish.PlanState.Region;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.PoolTally;

/**
 * What clients were answered before, maybe by a former version of the plan: rules may have come and
 * gone. Used by the publisher's thread, for one decision of a plan.
 */
final class FormerRegions {

  private final Map<Clients, Region> regions = new HashMap<>();

  /**
   * Clients as one version of a plan tells them apart.
   *
   * @param condition whom their rule is for; empty if no rule is for them
   * @param pools that they try, in their order; none for whatever their rule declares
   */
  private record Clients(Optional<ClientCondition> condition, List<String> pools) {}

  FormerRegions(Optional<PlanState> former) {
    for (Region region : former.map(PlanState::regions).orElse(List.of())) {
      SteeringDecision decision = region.decision();
      regions.putIfAbsent(new Clients(decision.clients(), tried(decision)), region);
      if (isDeclared(decision)) {
        regions.putIfAbsent(new Clients(decision.clients(), List.of()), region);
      }
    }
  }

  /** What the clients of a decision were answered; empty if there were no such clients. */
  Optional<Region> like(SteeringDecision decision) {
    Region same = regions.get(new Clients(decision.clients(), tried(decision)));
    return same == null && isDeclared(decision)
        ? Optional.ofNullable(regions.get(new Clients(decision.clients(), List.of())))
        : Optional.ofNullable(same);
  }

  private static List<String> tried(SteeringDecision decision) {
    return decision.considered().stream().map(PoolTally::pool).toList();
  }

  private static boolean isDeclared(SteeringDecision decision) {
    return decision.rule() == 0
        || tried(decision).equals(decision.plan().rules().get(decision.rule() - 1).pools());
  }
}
