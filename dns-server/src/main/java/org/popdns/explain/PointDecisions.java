package org.popdns.explain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.popdns.config.model.Location;
import org.popdns.config.model.NearestPools;
import org.popdns.config.model.PlanRegion;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.map.CountryPlaces;
import org.popdns.steering.SteeringDecision;

/**
 * What clients at a point get by a rule that goes by distance. One use, by one thread.
 *
 * @param known decisions by the rule's order of pools at a point
 */
record PointDecisions(Situation situation, Map<PlanRegion, SteeringDecision> known) {

  /** Of one plan of a situation. */
  PointDecisions(Situation situation) {
    this(situation, new HashMap<>());
  }

  /** True if any source says where exactly clients are: without that, no rule goes by distance. */
  boolean haveCoordinates() {
    return situation.regions().places().layers().stream()
        .anyMatch(layer -> layer.locations().isPresent());
  }

  /**
   * True if a rule's clients get what is near to them.
   *
   * @param rule its number, from 1; 0 for none
   */
  boolean goByDistance(SteeringPlan plan, int rule) {
    return rule > 0 && plan.rules().get(rule - 1).order() == PoolOrder.NEAREST && haveCoordinates();
  }

  /** What the clients of a rule that goes by distance get at a place. */
  SteeringDecision at(SteeringPlan plan, CountryPlaces.Place place, int rule) {
    return at(plan, new Location(place.latitude(), place.longitude()), rule);
  }

  /** The same at a location. */
  SteeringDecision at(SteeringPlan plan, Location from, int rule) {
    SteeringRule by = plan.rules().get(rule - 1);
    List<String> pools =
        new NearestPools(plan.locationsOf(by))
            .order(from.direction()).stream().map(by.pools()::get).toList();
    return known.computeIfAbsent(
        new PlanRegion(rule, pools), region -> situation.decide(plan, List.of(region)).getFirst());
  }
}
