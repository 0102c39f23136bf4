package org.popdns.fitness;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that an announcement is judged by at one moment.
 *
 * @param silent families that this server does not answer in, and how that shows; the guard never
 *     holds their routes
 * @param complaints what else is wrong
 * @param drain the operator's order, if there is one
 * @param queriesPerSecond what clients ask now; decides when a drain goes on
 * @param peers the last attempt to read each other node
 */
public record Observation(
    Map<Family, String> silent,
    List<String> complaints,
    Optional<DrainOrder> drain,
    double queriesPerSecond,
    Map<NodeName, PeerReading> peers) {

  /** Copies. */
  public Observation {
    EnumMap<Family, String> copy = new EnumMap<>(Family.class);
    copy.putAll(silent);
    silent = copy;
    complaints = List.copyOf(complaints);
    peers = Map.copyOf(peers);
  }
}
