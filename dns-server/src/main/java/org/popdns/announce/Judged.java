package org.popdns.announce;

import java.util.Map;
import java.util.Optional;

/**
 * All announcements at one moment, or the node where there are none. Immutable.
 *
 * @param tracks of the announcements, by their names
 * @param node that of the {@link WholeNode}; empty where something is announced
 * @param atNanos when they were judged, by the monotonic clock
 */
record Judged(Map<String, Track> tracks, Optional<Track> node, long atNanos) {

  /** Copies. */
  Judged {
    tracks = Map.copyOf(tracks);
  }

  /** True if a route is announced. */
  boolean isAnnounced() {
    return tracks.values().stream().anyMatch(Track::isAnnounced);
  }
}
