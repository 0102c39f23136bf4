package org.popdns.health;

import java.time.Duration;

/**
 * How often the votes of all endpoints are counted. A count takes as long as there are endpoints,
 * and is asked for at each transition: ten thousand that fail at one moment would be counted ten
 * thousand times. Where there are many, a count holds for {@link #HOLDS}, within which few of them
 * are probed. On the checker's thread only.
 */
final class JudgementPace {

  /** Up to so many are counted each time. */
  static final int FEW = 256;

  /** A hundredth of the usual interval. */
  static final Duration HOLDS = Duration.ofMillis(20);

  private long countedNanos;
  private boolean counted;

  /**
   * True if the votes are to be counted now, and then they are taken to be.
   *
   * @param nowNanos by a clock that never jumps
   * @param endpoints how many there are
   */
  boolean isDue(long nowNanos, int endpoints) {
    if (endpoints > FEW && counted && nowNanos - countedNanos < HOLDS.toNanos()) {
      return false;
    }
    counted = true;
    countedNanos = nowNanos;
    return true;
  }
}
