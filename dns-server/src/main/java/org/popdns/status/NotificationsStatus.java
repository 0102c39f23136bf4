package org.popdns.status;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people are told of a node, and whether it reaches them. Immutable.
 *
 * @param alerts how many alerts go on, by severity, the least severe first; only those there are
 * @param receivers in the order of the file
 * @param eventsLost events that came faster than they could be looked at
 * @param alertsLost alerts that were not told since there were too many
 * @param notKept why what is not delivered would be lost at a restart; empty if it would not
 */
public record NotificationsStatus(
    Map<String, Integer> alerts,
    List<Receiver> receivers,
    long eventsLost,
    long alertsLost,
    Optional<String> notKept) {

  /** Nobody is told. */
  public static final NotificationsStatus NONE =
      new NotificationsStatus(Map.of(), List.of(), 0, 0, Optional.empty());

  /** Copies the list. */
  public NotificationsStatus {
    alerts = Collections.unmodifiableMap(new LinkedHashMap<>(alerts));
    receivers = List.copyOf(receivers);
  }

  /**
   * One receiver.
   *
   * @param kind webhook, command or mail
   * @param waiting messages that are to be delivered
   * @param delivered messages that were
   * @param failed attempts that failed
   * @param refused messages that the receiver does not want
   * @param dropped messages that waited too long, or were too many
   * @param lastSuccess empty if there was none since the start
   * @param lastFailure empty if there was none since the start
   */
  public record Receiver(
      String name,
      String kind,
      int waiting,
      long delivered,
      long failed,
      long refused,
      long dropped,
      Optional<Instant> lastSuccess,
      Optional<Failure> lastFailure) {

    /** True if nothing has arrived since the last failure. */
    public boolean isFailing() {
      return lastFailure
          .filter(failure -> lastSuccess.filter(done -> !done.isBefore(failure.at())).isEmpty())
          .isPresent();
    }
  }

  /** What went wrong at an attempt. */
  public record Failure(String why, Instant at) {}
}
