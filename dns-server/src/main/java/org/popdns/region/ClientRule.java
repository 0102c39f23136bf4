package org.popdns.region;

import java.util.List;
import java.util.Optional;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Location;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;

/**
 * What of a rule decides which region clients are in: rules that are equal in it share a table.
 *
 * @param clients whom it is for
 * @param locations where its pools are, in its order, if clients try the nearest first; else none
 */
record ClientRule(ClientCondition clients, List<Optional<Location>> locations) {

  /** Copies the list. */
  ClientRule {
    locations = List.copyOf(locations);
  }

  static ClientRule of(SteeringPlan plan, SteeringRule rule) {
    return new ClientRule(
        rule.clients(),
        switch (rule.order()) {
          case DECLARED -> List.of();
          case NEAREST -> plan.locationsOf(rule);
        });
  }

  boolean goesByDistance() {
    return !locations.isEmpty();
  }
}
