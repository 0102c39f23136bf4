package org.popdns.control;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import org.popdns.platform.ThreadPriority;

/**
 * The threads that take a configuration up while another is served. They give way to those that
 * answer, so that a reload takes longer on a busy machine and clients don't notice it. None is
 * there between reloads.
 */
final class ReloadThreads {

  private static final long IDLE_SECONDS = 1;

  private final ForkJoinPool pool;

  ReloadThreads() {
    int processors = Runtime.getRuntime().availableProcessors();
    pool =
        new ForkJoinPool(
            processors,
            GivesWay::new,
            null,
            false,
            0,
            processors,
            0,
            null,
            IDLE_SECONDS,
            TimeUnit.SECONDS);
  }

  /**
   * Does something on these threads, with all that it does in parallel, and waits for it.
   *
   * @throws InterruptedException if the caller is interrupted, and then it is still done
   */
  <T> T call(Callable<T> work) throws InterruptedException {
    try {
      return pool.submit(work).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case InterruptedException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private static final class GivesWay extends ForkJoinWorkerThread {

    GivesWay(ForkJoinPool pool) {
      super(pool);
      setName("popdns-reload-" + getPoolIndex());
    }

    @Override
    protected void onStart() {
      super.onStart();
      ThreadPriority.giveWay();
    }
  }
}
