package org.popdns.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.popdns.time.Clocks;

/** A checker's thread whose time passes only when the test says so, and a wall clock with it. */
final class VirtualLoop implements CheckerLoop, InstantSource {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
  private long nowNanos;
  private long order;
  private Duration clockJump = Duration.ZERO;

  private record Due(long nanos, long order, Runnable task) {}

  @Override
  public long nanoTime() {
    return nowNanos;
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nowNanos).plus(clockJump);
  }

  /** Both clocks. */
  Clocks clocks() {
    return new Clocks(this, this::nanoTime);
  }

  /** Somebody sets the wall clock. */
  void jumpClock(Duration by) {
    clockJump = clockJump.plus(by);
  }

  @Override
  public Alarm schedule(long delayNanos, Runnable task) {
    Due alarm = new Due(nowNanos + Math.max(0, delayNanos), order++, task);
    due.add(alarm);
    return () -> due.remove(alarm);
  }

  int alarms() {
    return due.size();
  }

  /** Lets time pass and runs what falls due. */
  void pass(Duration time) {
    long end = nowNanos + time.toNanos();
    while (!due.isEmpty() && due.element().nanos() <= end) {
      Due next = due.remove();
      nowNanos = next.nanos();
      next.task().run();
    }
    nowNanos = end;
  }
}
