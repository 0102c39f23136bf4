package org.popdns.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.popdns.fitness.DrainOrder.IfLast;

/**
 * An operator's order to drain an announcement, as it is kept over a restart.
 *
 * @param announcement the entry's name
 * @param reason the operator's words
 * @param by the operator, as the system knows who connected
 * @param since when it was given
 * @param until when it ends by itself; empty if it does not
 * @param ifLast what it does where the last-site guard objects
 */
public record Drain(
    String announcement,
    String reason,
    String by,
    Instant since,
    Optional<Instant> until,
    IfLast ifLast) {

  /** What the lease, the log and the other nodes say. */
  String text() {
    return switch (ifLast) {
      case STAY -> "drained: " + reason;
      case GO -> "drained by %s, even if last: %s".formatted(by, reason);
    };
  }

  /** How old it is after a restart; one from the future is new. */
  Duration age(Instant now) {
    Duration age = Duration.between(since, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /**
   * How much of it is left after a restart; empty if it does not end by itself. A clock that went
   * back makes it no longer than it was.
   */
  Optional<Duration> left(Instant now) {
    return until.map(
        end -> {
          Duration whole = Duration.between(since, end);
          Duration left = Duration.between(now, end);
          return left.isNegative() ? Duration.ZERO : left.compareTo(whole) > 0 ? whole : left;
        });
  }
}
