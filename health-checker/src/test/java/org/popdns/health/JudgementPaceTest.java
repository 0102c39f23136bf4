package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JudgementPaceTest {
  private static final long HOLDS = JudgementPace.HOLDS.toNanos();

  private final JudgementPace pace = new JudgementPace();

  @Test
  void fewEndpoints_areCountedEachTime() {
    for (int i = 0; i < 3; i++) {
      assertThat(pace.isDue(7, JudgementPace.FEW)).isTrue();
    }
  }

  @Test
  void manyEndpoints_areCountedOnceInATime() {
    long start = Long.MAX_VALUE - HOLDS / 2; // The clock runs over meanwhile.
    assertThat(pace.isDue(start, 10_000)).isTrue();
    assertThat(pace.isDue(start, 10_000)).isFalse();
    assertThat(pace.isDue(start + HOLDS - 1, 10_000)).isFalse();
    assertThat(pace.isDue(start + HOLDS, 10_000)).isTrue();
    assertThat(pace.isDue(start + HOLDS + 1, 10_000)).isFalse();
  }
}
