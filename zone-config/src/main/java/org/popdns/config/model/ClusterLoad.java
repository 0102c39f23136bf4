package org.popdns.config.model;

import java.util.Map;
import java.util.Optional;

/**
 * What the sites of a cluster can carry, and what comes to them, in one unit.
 *
 * @param capacity by site, of those of which it is declared; each has members
 * @param load by site, what comes to it at its peak, of those of which it is declared
 */
public record ClusterLoad(Map<String, DeclaredCapacity> capacity, Map<String, Long> load) {

  /** Nothing is declared. */
  public static final ClusterLoad NONE = new ClusterLoad(Map.of(), Map.of());

  /** Copies the maps. */
  public ClusterLoad {
    capacity = Map.copyOf(capacity);
    load = Map.copyOf(load);
  }

  /** What comes to a site; empty if nobody says. */
  Optional<Long> at(String site) {
    return Optional.ofNullable(load.get(site));
  }
}
