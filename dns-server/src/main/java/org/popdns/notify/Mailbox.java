package org.popdns.notify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Receiver;
import org.popdns.notify.alert.Message;
import org.popdns.notify.delivery.Letter;
import org.popdns.notify.delivery.Outcome;
import org.popdns.status.NotificationsStatus;
import org.popdns.time.Moment;

/**
 * What waits for one receiver, and what came of what went before. One letter is on its way at a
 * time, the oldest; after a failure it is tried again, later each time. There are never more than
 * {@link #MOST_WAITING}, and none older than {@link #OLDEST}: the oldest goes first, and is
 * counted. Guarded by the notifier's lock.
 */
final class Mailbox {

  static final int MOST_WAITING = 100;
  static final Duration OLDEST = Duration.ofHours(24);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final String name;
  private final DoubleSupplier jitter;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Receiver receiver;
  private @Nullable Waiting underWay;
  private int failuresInARow;
  private long notBeforeNanos;
  private boolean isPaused;

  private long delivered;
  private long failed;
  private long refused;
  private long dropped;
  private @Nullable Moment lastSuccess;
  private NotificationsStatus.@Nullable Failure lastFailure;

  /** A letter and since when it waits. */
  record Waiting(Letter letter, Moment since) {}

  /**
   * An empty one.
   *
   * @param jitter from 0 to 1, so that many nodes do not come again all at once
   */
  Mailbox(String name, Receiver receiver, DoubleSupplier jitter) {
    this.name = name;
    this.receiver = receiver;
    this.jitter = jitter;
  }

  String name() {
    return name;
  }

  Receiver receiver() {
    return receiver;
  }

  /** The receiver is reached otherwise from now on: what waits is tried at once. */
  void becomes(Receiver next) {
    receiver = next;
    failuresInARow = 0;
    isPaused = false;
  }

  /** All that waits, what is under way included, the oldest first. */
  List<Waiting> list() {
    return new ArrayList<>(waiting);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(Letter letter, Moment now) {
    if (letter.message().cause() == Message.Cause.REFRESH) {
      // The newer one says all that the older one did.
      waiting.removeIf(
          other ->
              !isUnderWay(other)
                  && other.letter().message().cause() == Message.Cause.REFRESH
                  && other.letter().message().route().equals(letter.message().route()));
    }
    if (waiting.size() >= MOST_WAITING) {
      dropOldest();
    }
    waiting.addLast(new Waiting(letter, now));
  }

  private boolean isUnderWay(Waiting other) {
    return underWay != null && underWay.letter().id().equals(other.letter().id());
  }

  private void dropOldest() {
    var oldest = waiting.iterator();
    if (isUnderWay(oldest.next())) {
      oldest.next();
    }
    oldest.remove();
    dropped++;
  }

  /** The letter to deliver now; empty if there is none, or one is under way, or it is too early. */
  Optional<Letter> next(Moment now) {
    if (underWay != null) {
      return Optional.empty();
    }
    while (!waiting.isEmpty()
        && waiting.getFirst().since().age(now.nanos()).compareTo(OLDEST) > 0) {
      waiting.removeFirst();
      dropped++;
    }
    if (waiting.isEmpty() || (isPaused && now.nanos() - notBeforeNanos < 0)) {
      return Optional.empty();
    }
    underWay = waiting.getFirst();
    return Optional.of(waiting.getFirst().letter());
  }

  /**
   * What came of the letter that was under way.
   *
   * @param by how it was tried; where that is not the receiver any more, a failure says nothing
   */
  void done(Outcome outcome, Receiver by, Moment now) {
    Waiting letter = underWay;
    underWay = null;
    switch (outcome) {
      case Outcome.Delivered _ -> {
        waiting.remove(letter);
        delivered++;
        lastSuccess = now;
        failuresInARow = 0;
        isPaused = false;
      }
      case Outcome.Refused(String why) -> {
        waiting.remove(letter);
        refused++;
        lastFailure = failure(why, now);
        isPaused = false;
      }
      case Outcome.Failed(String why, Optional<Duration> notBefore) -> {
        failed++;
        lastFailure = failure(why, now);
        if (by.equals(receiver)) {
          Duration pause = pause();
          failuresInARow++;
          isPaused = true;
          notBeforeNanos =
              now.nanos()
                  + notBefore.filter(asked -> asked.compareTo(pause) > 0).orElse(pause).toNanos();
        }
      }
    }
  }

  private static NotificationsStatus.Failure failure(String why, Moment now) {
    return new NotificationsStatus.Failure(why, now.at());
  }

  private Duration pause() {
    long longest = FIRST_PAUSE.toMillis() << Math.min(failuresInARow, 20);
    long bounded = Math.min(longest, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(Math.round(bounded * (0.5 + jitter.getAsDouble() / 2)));
  }

  /** True if the last attempt failed. */
  boolean isFailing() {
    return failuresInARow > 0;
  }

  NotificationsStatus.Receiver status() {
    return new NotificationsStatus.Receiver(
        name,
        receiver.kind(),
        waiting.size(),
        delivered,
        failed,
        refused,
        dropped,
        Optional.ofNullable(lastSuccess).map(Moment::at),
        Optional.ofNullable(lastFailure));
  }
}
