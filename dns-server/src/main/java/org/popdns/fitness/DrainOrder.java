package org.popdns.fitness;

import java.time.Duration;

/**
 * The operator's order to send traffic elsewhere: first by the community that asks neighbours to
 * avoid the route (RFC 8326), then by a longer path, then by withdrawal.
 *
 * @param reason the drain in one line
 * @param startedNanos when it began, by the monotonic clock
 * @param communityFor how long the community alone is tried
 * @param prependFor how long the longer path is tried at most; less if the query rate falls
 * @param ifLast what it does at its last stage where the last-site guard objects
 */
public record DrainOrder(
    String reason, long startedNanos, Duration communityFor, Duration prependFor, IfLast ifLast) {

  /** What a drain does where too few sites would be left. */
  public enum IfLast {
    /** It ends, and the route stays. */
    STAY,
    /** The route goes: the operator knows better. */
    GO
  }

  /** The usual pace. */
  public static final Duration COMMUNITY_FOR = Duration.ofSeconds(3);

  /** The usual pace. */
  public static final Duration PREPEND_FOR = Duration.ofSeconds(15);
}
