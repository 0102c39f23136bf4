package org.popdns.announce;

import java.util.Map;

/**
 * All announcements at one moment. Immutable.
 *
 * @param atNanos when they were judged, by the monotonic clock
 */
record Judged(Map<String, Track> tracks, long atNanos) {

  /** Copies. */
  Judged {
    tracks = Map.copyOf(tracks);
  }

  /** True if a route is announced. */
  boolean isAnnounced() {
    return tracks.values().stream().anyMatch(Track::isAnnounced);
  }
}
