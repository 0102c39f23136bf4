package org.popdns.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProbeAgesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final ProbeAges ages = new ProbeAges(nanos::get);

  @Test
  void age_growsWhileNothingIsProbed_andIsNoneAfterAProbe() {
    assertThat(ages.sinceChange("images", List.of())).isEmpty();
    assertThat(ages.sinceChange("images", List.of(NOON))).contains(Duration.ZERO);
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(ages.sinceChange("images", List.of(NOON))).contains(Duration.ofSeconds(9));
    assertThat(ages.sinceChange("images", List.of(NOON.plusSeconds(9)))).contains(Duration.ZERO);
  }

  /** The time of day went back by hours, and probes go on. */
  @Test
  void jumpOfTheWallClock_isNoAge() {
    ages.sinceChange("images", List.of(NOON, NOON));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(ages.sinceChange("images", List.of(NOON, NOON.minusSeconds(18_000))))
        .contains(Duration.ZERO);
    assertThat(ages.sinceChange("other", List.of(NOON))).contains(Duration.ZERO);
  }
}
