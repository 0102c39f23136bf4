package org.popdns.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When something happened or began. Immutable.
 *
 * @param at by the wall clock, as that stood then
 * @param age how long ago that is by the monotonic clock; empty if an older server told it
 */
public record Since(Instant at, Optional<Duration> age) {

  /**
   * How long ago it is: as the server counted, or else by the wall clocks of both ends.
   *
   * @param now by the wall clock of whoever reads it
   */
  public Duration age(Instant now) {
    return age.orElseGet(() -> Duration.between(at, now));
  }
}
