package org.popdns.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CapacityReturnTest {

  private static final long BEGUN = -5_000_000_000L;

  private CapacityReturn state = CapacityReturn.NONE;
  private long now = BEGUN;

  private void there(double capacity) {
    state = state.next(Map.of("a", capacity), now);
  }

  private void after(Duration time) {
    now += time.toNanos();
  }

  /** What counts; -1 if all that is there does. */
  private double limit() {
    double limit = state.limits(now).of("a");
    return Double.isInfinite(limit) ? -1 : limit;
  }

  @Test
  void poolThatIsNew_countsWhole() {
    there(1000);
    assertThat(limit()).isEqualTo(-1);
  }

  @Test
  void loss_countsAtOnce_andReturnsOverAMinute() {
    there(1000);
    there(400);
    assertThat(limit()).isEqualTo(-1);
    after(Duration.ofHours(1));
    there(1000);
    assertThat(limit()).isEqualTo(400);
    after(Duration.ofSeconds(30));
    assertThat(limit()).isEqualTo(700, offset(1e-6));
    after(Duration.ofSeconds(29));
    assertThat(limit()).isEqualTo(990, offset(1e-6));
    after(Duration.ofSeconds(1));
    assertThat(limit()).isEqualTo(-1);
  }

  @Test
  void moreThatReturnsMeanwhile_beginsANewLineFromWhereItIs() {
    there(1000);
    there(0);
    there(500);
    after(Duration.ofSeconds(30));
    there(1000);
    assertThat(limit()).isEqualTo(250, offset(1e-6));
    after(Duration.ofSeconds(30));
    assertThat(limit()).isEqualTo(625, offset(1e-6));
    after(Duration.ofSeconds(30));
    assertThat(limit()).isEqualTo(-1);
  }

  @Test
  void lossMeanwhile_countsAtOnce_andTheLineGoesOn() {
    there(1000);
    there(0);
    there(1000);
    after(Duration.ofSeconds(45));
    there(600);
    assertThat(limit()).isEqualTo(-1);
    there(300);
    there(900);
    assertThat(limit()).isEqualTo(300, offset(1e-6));
  }

  @Test
  void poolWithoutCapacityAnyMore_isForgotten() {
    there(1000);
    there(0);
    state = state.next(Map.of(), now);
    there(1000);
    assertThat(limit()).isEqualTo(-1);
  }

  @Test
  void anyCourse_neverCountsMoreThanIsThere_neverJumps_andHasAllAfterAMinuteOfRest() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      state = CapacityReturn.NONE;
      double counted = Double.POSITIVE_INFINITY;
      double there = 1000;
      there(there);
      for (int second = 0; second < 300; second++) {
        if (random.nextInt(20) == 0) {
          there = random.nextInt(5) * 250;
        }
        there(there);
        double counts = Math.min(there, state.limits(now).of("a"));
        assertThat(counts).isBetween(0.0, there);
        // A sixtieth of all at most, from one second to the next.
        assertThat(counts).isLessThanOrEqualTo(counted + 1000 / 60.0 + 1e-6);
        counted = counts;
        after(CapacityReturn.STEP);
      }
      after(CapacityReturn.TIME);
      assertThat(limit()).isEqualTo(-1);
    }
  }
}
