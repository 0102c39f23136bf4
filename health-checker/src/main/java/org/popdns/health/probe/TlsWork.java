package org.popdns.health.probe;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One probe's cryptography: run on the thread that all probes share for it, one task at a time, and
 * measured, because what a probe waits for this node is not its server's fault. Tasks come from the
 * event loop, which also asks.
 */
final class TlsWork implements Executor {
  private static final long IDLE = Long.MIN_VALUE;

  private final Executor shared;
  private final AtomicLong endedNanos = new AtomicLong();
  private final AtomicLong pendingSince = new AtomicLong(IDLE);

  TlsWork(Executor shared) {
    this.shared = shared;
  }

  @Override
  public void execute(Runnable task) {
    long since = System.nanoTime();
    pendingSince.set(since);
    shared.execute(
        () -> {
          try {
            task.run();
          } finally {
            endedNanos.addAndGet(System.nanoTime() - since);
            // The task may have led to the next one already.
            pendingSince.compareAndSet(since, IDLE);
          }
        });
  }

  /** How long the probe has waited for this node until now. */
  long waitedNanos() {
    long since = pendingSince.get();
    return endedNanos.get() + (since == IDLE ? 0 : System.nanoTime() - since);
  }
}
