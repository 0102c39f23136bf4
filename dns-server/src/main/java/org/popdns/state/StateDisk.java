package org.popdns.state;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where what outlives the process is written, on a thread of its own and in the order of the calls:
 * no judgement waits for a disk. Any thread calls it; what changes in it is what waits to be
 * written, which is bounded.
 */
public final class StateDisk implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_WAITING = 1000;

  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("popdns-state").factory());

  /** Writes soon; false if too much waits already, or this is closed. */
  public boolean later(Runnable write) {
    try {
      writer.execute(write);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  /**
   * Writes, and waits for it a little.
   *
   * @param write gives what went wrong
   * @return what went wrong; empty if it is written
   */
  public Optional<String> now(Callable<Optional<String>> write) {
    try {
      Future<Optional<String>> written = writer.submit(write);
      return written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | TimeoutException stuck) {
      return Optional.of("the disk does not take it within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException bug) {
      return Optional.of(String.valueOf(bug.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** Writes what waits, for a second at most. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
