package org.popdns.announce;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.popdns.events.Event;
import org.popdns.fitness.LastSiteGuard;
import org.popdns.fitness.NodeName;
import org.popdns.time.Moment;

/**
 * Tells which other nodes are lost, which is when none of the attempts of three seconds could read
 * them, and which are back. That one is there at the start is no news. Used by the thread that
 * judges fitness; what changes in it is when each was read last.
 */
final class PeerPresence {

  /**
   * What is known of a node.
   *
   * @param readNanos when the last attempt that came to something began, or when the node was known
   *     first
   */
  private record Seen(long readNanos, boolean lost) {}

  private final Map<NodeName, Seen> seen = new HashMap<>();

  /**
   * What has changed, by the names of the nodes; those that are not read any more are forgotten.
   */
  List<Event> changes(Map<NodeName, PeerReader.Reading> readings, Moment now) {
    seen.keySet().retainAll(readings.keySet());
    List<Event> changes = new ArrayList<>();
    new TreeMap<>(readings)
        .forEach(
            (peer, reading) -> {
              Seen before = seen.getOrDefault(peer, new Seen(now.nanos(), false));
              Seen after = after(before, reading, now.nanos());
              seen.put(peer, after);
              if (after.lost() != before.lost()) {
                changes.add(
                    new Event.PeerChanged(
                        now.at(),
                        peer.toString(),
                        after.lost() ? Event.Reach.LOST : Event.Reach.RETURNED,
                        reading.failure()));
              }
            });
    return changes;
  }

  private static Seen after(Seen before, PeerReader.Reading reading, long nowNanos) {
    if (reading.page().isPresent()) {
      return new Seen(reading.beganNanos(), false);
    }
    boolean lost = nowNanos - before.readNanos() >= LastSiteGuard.STALE_AFTER.toNanos();
    return new Seen(before.readNanos(), lost);
  }
}
