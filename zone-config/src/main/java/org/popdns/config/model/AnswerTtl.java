package org.popdns.config.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a plan's answers may be kept: what a plan says beside the TTL of the records that it
 * answers for.
 *
 * @param basis what bounds it as long as all is well
 * @param degradedSeconds what bounds it while the answer is not what it is with all well; empty:
 *     nothing more
 */
public record AnswerTtl(Basis basis, Optional<Long> degradedSeconds) {

  /** The records' own, at all times. */
  public static final AnswerTtl OF_RECORDS = new AnswerTtl(Basis.RECORDS, Optional.empty());

  /**
   * A gap between two probes of an endpoint is at least this part of the interval, in percent:
   * chance shortens it.
   */
  public static final int SHORTEST_GAP_PERCENT = 90;

  /** What bounds it. */
  public enum Basis {
    /** The records' TTL. */
    RECORDS,
    /** Also the least time in which one endpoint can change twice. */
    AUTO
  }

  /**
   * The TTL that an endpoint's answers may have by its check, in seconds. From one change of its
   * state to the next there are as many probes as the check needs to believe in one, each at least
   * nine tenths of an interval behind the one before; and the first change may have become known as
   * much as the timeout after its probe began, the second at once. Rounded down, at least 1.
   */
  public static long autoSeconds(Check.Timing timing) {
    Duration probes =
        timing
            .interval()
            .multipliedBy(Math.min(timing.rise(), timing.fall()))
            .multipliedBy(SHORTEST_GAP_PERCENT)
            .dividedBy(100);
    return Math.max(1, probes.minus(timing.timeout()).toSeconds());
  }
}
