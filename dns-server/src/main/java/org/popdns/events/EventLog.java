package org.popdns.events;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of events, one line each, while it can be read: when more than {@value #MOST} of
 * health come within a second, what follows is told in one line each second, until there are as few
 * again. So a crowd of servers that come and go writes a line a second, and a quiet night's events
 * have each their own. Any thread tells; lines come in the order of the events, but those of other
 * sorts may overtake a crowd.
 */
final class EventLog {

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  /** Of health, within a second, that have a line each. */
  static final int MOST = 10;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LongSupplier nanos;
  private final Later later;
  private long secondBegan;
  private int told;
  private boolean isCrowd;
  private Crowd crowd = new Crowd();

  /** Does something after a while, on whatever thread. */
  interface Later {

    /** Does it once. */
    void run(Runnable task, Duration after);
  }

  /**
   * The log.
   *
   * @param nanos a monotonic clock
   * @param later by which the end of a second is noticed
   */
  EventLog(LongSupplier nanos, Later later) {
    this.nanos = nanos;
    this.later = later;
    this.secondBegan = nanos.getAsLong() - SECOND.toNanos();
  }

  /** By the system's clock. */
  static EventLog ofSystem() {
    Executor threads = Thread::startVirtualThread;
    return new EventLog(
        System::nanoTime,
        (task, after) ->
            CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS, threads)
                .execute(task));
  }

  /** Tells of an event, now or within a second, unless whoever made it has told the log. */
  void tell(Event event) {
    EventText.log(event)
        .ifPresent(
            line -> {
              if (event.isOfHealth()) {
                tellOfHealth(event, line);
              } else {
                write(line);
              }
            });
  }

  private synchronized void tellOfHealth(Event event, EventText.LogLine line) {
    if (isCrowd) {
      crowd.add(event, line);
      return;
    }
    long now = nanos.getAsLong();
    if (now - secondBegan >= SECOND.toNanos()) {
      secondBegan = now;
      told = 0;
    }
    if (told < MOST) {
      told++;
      write(line);
    } else {
      isCrowd = true;
      crowd.add(event, line);
      later.run(this::endSecond, Duration.ofNanos(secondBegan + SECOND.toNanos() - now));
    }
  }

  private synchronized void endSecond() {
    secondBegan = nanos.getAsLong();
    List<EventText.LogLine> few = crowd.few();
    if (crowd.size() <= few.size()) {
      few.forEach(EventLog::write);
      told = few.size();
      isCrowd = false;
    } else {
      write(crowd.summary());
      later.run(this::endSecond, SECOND);
    }
    crowd = new Crowd();
  }

  private static void write(EventText.LogLine line) {
    log.atLevel(line.level()).log(line.text());
  }
}
