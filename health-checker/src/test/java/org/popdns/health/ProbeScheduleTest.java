package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.health.probe.Checks;

final class ProbeScheduleTest {
  private static final Check.Timing TIMING = Checks.USUAL; // an interval of 2 s

  private static ProbeSchedule withChance(double chance) {
    return new ProbeSchedule(chance(chance));
  }

  private static RandomGenerator chance(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("the schedule asks for fractions");
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }

  @Test
  void gap_isAlwaysShorterThanTheIntervalByAtMostATenth() {
    assertThat(withChance(0).nanosToNextProbe(TIMING)).isEqualTo(Duration.ofMillis(1800).toNanos());
    assertThat(withChance(0.5).nanosToNextProbe(TIMING))
        .isEqualTo(Duration.ofMillis(1880).toNanos());
    assertThat(withChance(Math.nextDown(1.0)).nanosToNextProbe(TIMING))
        .isBetween(Duration.ofMillis(1959).toNanos(), Duration.ofMillis(1960).toNanos());
  }

  @Test
  void secondProbe_comesAfterAnyFractionOfTheInterval() {
    assertThat(withChance(0).nanosToSecondProbe(TIMING)).isZero();
    assertThat(withChance(0.25).nanosToSecondProbe(TIMING))
        .isEqualTo(Duration.ofMillis(490).toNanos());
    assertThat(withChance(Math.nextDown(1.0)).nanosToSecondProbe(TIMING))
        .isLessThanOrEqualTo(Duration.ofMillis(1960).toNanos());
  }
}
