package org.popdns.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class ThreadPriorityTest {

  private static <T> T inThreadOfItsOwn(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread.ofPlatform().start(() -> done.complete(work.get()));
    return done.join();
  }

  private static OptionalLong slice() {
    return ThreadPriority.sliceNanoseconds(ThreadPriority.currentThread());
  }

  @Test
  void runAtOnce_asksForTheShortestTurn_forThatThreadAlone() {
    OptionalLong common = slice();
    assumeTrue(common.isPresent(), "before Linux 6.12 nobody can ask");
    OptionalLong asked =
        inThreadOfItsOwn(
            () -> {
              ThreadPriority.runAtOnce();
              return slice();
            });
    assertThat(asked).hasValue(100_000);
    assertThat(slice()).isEqualTo(common);
  }

  @Test
  void giveWay_asksForTheLongestTurn() {
    assumeTrue(slice().isPresent(), "before Linux 6.12 nobody can ask");
    OptionalLong asked =
        inThreadOfItsOwn(
            () -> {
              ThreadPriority.giveWay(ThreadPriority.currentThread());
              return slice();
            });
    assertThat(asked).hasValue(100_000_000);
  }
}
