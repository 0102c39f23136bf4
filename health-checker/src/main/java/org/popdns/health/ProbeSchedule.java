package org.popdns.health;

import java.util.random.RandomGenerator;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.Check;

/**
 * When an endpoint is probed next, from the start of one probe to the start of the following.
 *
 * <p>The interval is a promise: a server that dies is noticed within {@code fall × interval +
 * timeout}, for if it dies right after a good probe began, the fall-th bad one begins at the latest
 * {@code fall} intervals later and takes at most the timeout. The same holds for the return with
 * {@code rise}. So chance only ever shortens a gap. It always does so by a little, which pays for
 * the lateness of timers, and for the moment by which a probe that used up a timeout as long as the
 * interval delays the next.
 *
 * <p>Pure but for the source of chance, which the checker's thread uses alone.
 */
final class ProbeSchedule {
  static final double LONGEST_GAP = 0.98;
  static final double SHORTEST_GAP = AnswerTtl.SHORTEST_GAP_PERCENT / 100.0;

  private final RandomGenerator random;

  ProbeSchedule(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Nanoseconds from the start of an endpoint's first probe to that of its second: anything up to
   * the interval, so that endpoints which came under watch together do not stay in step.
   */
  long nanosToSecondProbe(Check.Timing timing) {
    return (long) (timing.interval().toNanos() * LONGEST_GAP * random.nextDouble());
  }

  /** Nanoseconds from the start of any later probe to that of the next: 90 to 98 % of interval. */
  long nanosToNextProbe(Check.Timing timing) {
    double share = SHORTEST_GAP + (LONGEST_GAP - SHORTEST_GAP) * random.nextDouble();
    return (long) (timing.interval().toNanos() * share);
  }
}
