package org.popdns.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.popdns.config.tree.Scalars;

/** Times of the past as operators write them. Pure. */
final class TimeText {

  private static final String AGO = " ago";

  private TimeText() {}

  /**
   * Reads a time: RFC 3339, {@code 14:05} for the last such time in the clock's zone, or {@code
   * 10m} (or {@code 10m ago}) for so long before now.
   *
   * @throws IllegalArgumentException with a line for the operator if it is none of these
   */
  static Instant parse(String text, Clock clock) {
    Optional<Duration> ago =
        Scalars.parseDuration(
            text.endsWith(AGO) ? text.substring(0, text.length() - AGO.length()) : text);
    if (ago.isPresent()) {
      return clock.instant().minus(ago.get());
    }
    try {
      return text.matches("[0-9]{2}:.*")
          ? last(LocalTime.parse(text), ZonedDateTime.now(clock))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time such as 2026-03-01T14:05:00Z, 14:05 or 10m", e);
    }
  }

  private static Instant last(LocalTime time, ZonedDateTime now) {
    ZonedDateTime today = now.with(time);
    return (today.isAfter(now) ? now.minusDays(1).with(time) : today).toInstant();
  }
}
