package org.popdns.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Both clocks: the wall's, for what people read and what outlives the process, and the monotonic
 * one, for how long something lasts. The wall clock jumps, by hours where a machine comes up with a
 * wrong time, and nothing may be withdrawn or announced for that.
 *
 * @param wall the time of day
 * @param monotonic nanoseconds since some moment, as those of {@link System#nanoTime}
 */
public record Clocks(InstantSource wall, LongSupplier monotonic) {

  /** Those of the system. */
  public static Clocks system() {
    return new Clocks(InstantSource.system(), System::nanoTime);
  }

  public Instant now() {
    return wall.instant();
  }

  public long nanos() {
    return monotonic.getAsLong();
  }

  /** This moment by both. */
  public Moment moment() {
    return new Moment(now(), nanos());
  }

  /**
   * A moment before this process, of which its file knows the time of day alone: as long ago as the
   * wall clock says now, and never to come, whatever that clock was set to.
   */
  public Moment moment(Instant written) {
    Duration age = Duration.between(written, now());
    return new Moment(written, nanos() - (age.isNegative() ? 0 : age.toNanos()));
  }

  /** How long ago a moment is, whatever the wall clock did since. */
  public Duration age(Moment moment) {
    return moment.age(nanos());
  }
}
