package org.popdns.publish;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.popdns.platform.ThreadPriority;

/**
 * The threads that take a configuration up while another is served. For a large one they give way
 * to those that answer: then a reload takes longer on a busy machine, and clients hardly notice it.
 * What takes a moment only is done at once. None is there between reloads.
 */
final class ReloadThreads {

  private static final long IDLE_SECONDS = 1;

  private final ForkJoinPool pool;
  private final Set<Integer> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean givingWay;

  ReloadThreads() {
    int processors = Runtime.getRuntime().availableProcessors();
    pool =
        new ForkJoinPool(
            processors,
            ReloadThread::new,
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

  /** From now on, until {@link #hurry}, the threads give way to others. */
  void giveWay() {
    givingWay = true;
    threads.forEach(ThreadPriority::giveWay);
  }

  /** Threads that start from now on don't give way. */
  void hurry() {
    givingWay = false;
  }

  private final class ReloadThread extends ForkJoinWorkerThread {

    private int number;

    ReloadThread(ForkJoinPool pool) {
      super(pool);
      setName("popdns-reload-" + getPoolIndex());
    }

    @Override
    protected void onStart() {
      super.onStart();
      number = ThreadPriority.currentThread();
      threads.add(number);
      if (givingWay) {
        ThreadPriority.giveWay(number);
      }
    }

    @Override
    protected void onTermination(@Nullable Throwable exception) {
      threads.remove(number);
      super.onTermination(exception);
    }
  }
}
