package org.popdns.fitness;

import java.time.Duration;

/**
 * The operator's order to send traffic elsewhere: first by the community that asks neighbours to
 * avoid the route (RFC 8326), then by a longer path, then by withdrawal.
 *
 * @param reason the operator's words
 * @param startedNanos when it began, by the monotonic clock
 * @param communityFor how long the community alone is tried
 * @param prependFor how long the longer path is tried at most; less if the query rate falls
 */
public record DrainOrder(
    String reason, long startedNanos, Duration communityFor, Duration prependFor) {

  /** The usual pace. */
  public static final Duration COMMUNITY_FOR = Duration.ofSeconds(3);

  /** The usual pace. */
  public static final Duration PREPEND_FOR = Duration.ofSeconds(15);
}
