package org.popdns.health.probe;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a probe's time. Time that this node has lost itself is not the server's fault, and is
 * given once more. On the event loop.
 */
public final class Deadline {
  /** A timer later than this means that this thread, not the server, was held up. */
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final EventLoop loop;
  private final Duration timeout;
  private final LongSupplier ownNanos;
  private final Runnable whenOver;
  private @Nullable ScheduledFuture<?> timer;
  private long overNanos;
  private boolean excused;

  /**
   * A deadline that does not run yet.
   *
   * @param ownNanos how long the probe has waited for this node's own work, beside the loop's
   * @param whenOver run once, unless it is cancelled before
   */
  public Deadline(EventLoop loop, Duration timeout, LongSupplier ownNanos, Runnable whenOver) {
    this.loop = loop;
    this.timeout = timeout;
    this.ownNanos = ownNanos;
    this.whenOver = whenOver;
  }

  /** Starts it. */
  public void start() {
    endAfter(timeout.toNanos());
  }

  /** It does not come any more. */
  public void cancel() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** The time given, for the operator: {@code 1s}, {@code 300ms}. */
  public String length() {
    return timeout.toMillisPart() == 0 ? timeout.toSeconds() + "s" : timeout.toMillis() + "ms";
  }

  private void endAfter(long nanos) {
    overNanos = System.nanoTime() + nanos;
    timer = loop.schedule(this::pass, nanos, TimeUnit.NANOSECONDS);
  }

  private void pass() {
    long lateNanos = Math.max(System.nanoTime() - overNanos, ownNanos.getAsLong());
    if (lateNanos > STALL_NANOS && !excused) {
      // We slept (a collection, a cold start, a starved host), and the answer may lie in the
      // socket unread. Once, so that a probe ends.
      excused = true;
      endAfter(Math.min(lateNanos, timeout.toNanos()));
      return;
    }
    whenOver.run();
  }
}
