package org.popdns.harness;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.popdns.time.Clocks;

/** The system's clocks, which a test sets while a server runs by them. Any thread. */
public final class SetClocks {

  private final AtomicReference<Duration> wall = new AtomicReference<>(Duration.ZERO);
  private final AtomicReference<Duration> monotonic = new AtomicReference<>(Duration.ZERO);

  /** To run by. */
  public Clocks clocks() {
    return new Clocks(
        () -> InstantSource.system().instant().plus(wall.get()),
        () -> System.nanoTime() + monotonic.get().toNanos());
  }

  /** Time passes, by both. */
  public void passes(Duration time) {
    wall.updateAndGet(time::plus);
    monotonic.updateAndGet(time::plus);
  }

  /** Somebody sets the wall clock. */
  public void wallJumps(Duration by) {
    wall.updateAndGet(by::plus);
  }
}
