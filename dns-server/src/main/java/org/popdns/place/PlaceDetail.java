package org.popdns.place;

import java.util.Collection;
import org.popdns.config.model.SteeringPlan;

/** How much is kept of what sources say. */
public enum PlaceDetail {
  /** Continent, country, subdivision and autonomous system. */
  CODES,
  /** Coordinates as well, which tell ten times as many networks apart. */
  COORDINATES;

  /** What it takes to tell clients apart as plans do. */
  public static PlaceDetail of(Collection<SteeringPlan> plans) {
    return plans.stream().anyMatch(SteeringPlan::goesByDistance) ? COORDINATES : CODES;
  }
}
