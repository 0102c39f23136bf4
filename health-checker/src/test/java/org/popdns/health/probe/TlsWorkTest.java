package org.popdns.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a probe waits for this node is known, and given to it once more. */
final class TlsWorkTest {

  @Test
  void wait_countsWhileATaskIsQueued_andAfterItHasRun() {
    Queue<Runnable> queue = new ArrayDeque<>();
    TlsWork work = new TlsWork(queue::add);
    assertThat(work.waitedNanos()).isZero();

    AtomicBoolean ran = new AtomicBoolean();
    long before = System.nanoTime();
    work.execute(() -> ran.set(true));
    long first = work.waitedNanos();
    long second = work.waitedNanos();
    assertThat(second).isGreaterThanOrEqualTo(first);
    queue.remove().run();

    assertThat(ran).isTrue();
    long waited = work.waitedNanos();
    assertThat(waited).isBetween(second, System.nanoTime() - before);
    assertThat(work.waitedNanos()).as("nothing is pending").isEqualTo(waited);
  }

  @Test
  void taskThatLeadsToAnother_leavesThatPending() {
    Queue<Runnable> queue = new ArrayDeque<>();
    TlsWork work = new TlsWork(queue::add);
    work.execute(() -> work.execute(() -> {}));
    queue.remove().run();
    long waited = work.waitedNanos();
    assertThat(queue).hasSize(1);
    queue.remove().run();
    assertThat(work.waitedNanos()).isGreaterThanOrEqualTo(waited);
  }

  @Test
  void deadline_givesOwnTimeOnceMore_andOnlyOnce() {
    try (ProbingLoop loop = new ProbingLoop()) {
      Duration timeout = Duration.ofMillis(60);
      assertThat(nanosUntilOver(loop, timeout, 0)).isGreaterThanOrEqualTo(timeout.toNanos());
      assertThat(nanosUntilOver(loop, timeout, TimeUnit.MILLISECONDS.toNanos(40)))
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(60 + 40));
      assertThat(nanosUntilOver(loop, timeout, TimeUnit.HOURS.toNanos(1)))
          .as("as long again at most")
          .isGreaterThanOrEqualTo(2 * timeout.toNanos());
    }
  }

  private static long nanosUntilOver(ProbingLoop loop, Duration timeout, long ownNanos) {
    CompletableFuture<Long> over = new CompletableFuture<>();
    loop.onLoop(
        () -> {
          long start = System.nanoTime();
          new Deadline(
                  loop.loop,
                  timeout,
                  () -> ownNanos,
                  () -> over.complete(System.nanoTime() - start))
              .start();
        });
    return over.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
