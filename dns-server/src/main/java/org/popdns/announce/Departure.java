package org.popdns.announce;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.popdns.fitness.DrainOrder;
import org.popdns.time.Clocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short drain before the server ends. Taken once, by the thread that stops the server; read by
 * any.
 */
final class Departure {

  private static final Logger log = LoggerFactory.getLogger(Departure.class);

  private static final long LOOK_EVERY_MILLIS = 100;

  private final Clocks clocks;
  private volatile @Nullable DrainOrder order;
  private volatile boolean withdrawn;

  Departure(Clocks clocks) {
    this.clocks = clocks;
  }

  /** The order that wins over those of the operator; empty before the departure. */
  Optional<DrainOrder> order() {
    return Optional.ofNullable(order);
  }

  /** True when nothing may be announced any more, whatever the guard says. */
  boolean isWithdrawn() {
    return withdrawn;
  }

  /**
   * Drains, then withdraws; returns when the time is over, or at once if nothing is announced.
   *
   * @param time for all of it; the routes are withdrawn after seven tenths, so that queries on
   *     their way are still answered
   * @param announced whether a route is
   */
  void take(Duration time, BooleanSupplier announced) throws InterruptedException {
    if (time.isZero() || !announced.getAsBoolean()) {
      return;
    }
    long start = clocks.nanos();
    order =
        new DrainOrder(
            "drained: the server stops",
            start,
            time.multipliedBy(2).dividedBy(10),
            time.dividedBy(10),
            DrainOrder.IfLast.STAY);
    log.info("draining for {} s before the end", time.toMillis() / 1e3);
    long withdraw = start + time.multipliedBy(7).dividedBy(10).toNanos();
    while (clocks.nanos() - withdraw < 0 && announced.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    withdrawn = true;
    long rest = start + time.toNanos() - clocks.nanos();
    TimeUnit.NANOSECONDS.sleep(Math.max(0, rest));
  }
}
