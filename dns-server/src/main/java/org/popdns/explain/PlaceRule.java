package org.popdns.explain;

import java.util.Optional;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.place.Place;

/** Which rule is for clients of whom no more is known than where they are. Pure. */
final class PlaceRule {

  private PlaceRule() {}

  /**
   * The number of the first rule that holds for such a client, from 1; 0 if none does.
   *
   * @param site where the node stands; empty if it has no site
   */
  static int of(SteeringPlan plan, Optional<String> site, Place place) {
    int number = 0;
    for (SteeringRule rule : plan.rules()) {
      number++;
      if (rule.holdsAt(site) && holds(rule.clients(), place)) {
        return number;
      }
    }
    return 0;
  }

  private static boolean holds(ClientCondition clients, Place place) {
    return clients.isEverybody()
        || clients.geos().stream().anyMatch(place::isIn)
        || (place.asn().isPresent() && clients.asns().contains(place.asn().getAsLong()));
  }
}
