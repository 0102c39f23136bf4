package org.popdns.time;

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
}
