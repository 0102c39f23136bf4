package org.popdns.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.popdns.answer.Client;
import org.popdns.answer.QueryTap;
import org.popdns.answer.Responder;
import org.popdns.answer.SampledQuery;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.harness.QueryBytes;
import org.popdns.time.Clocks;
import org.popdns.wire.QueryParser;

/** A day's queries by a clock of the test's: what is kept, and what it says of all. */
final class HourSampleTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final AtomicLong nanos = new AtomicLong(17);
  private final AtomicBoolean wanted = new AtomicBoolean(true);
  private final HourSample sample = new HourSample(new SplittableRandom(5));
  private final QueryTap tap =
      new Responder(
              new ServerIdentity("ns1"), ServerCookies.bySystemClock(), new WorkerCounters(), 3)
          .tap();
  private final QuerySampling sampling =
      new QuerySampling(
          List.of(tap),
          wanted::get,
          sample,
          (taken, each) -> {},
          new Clocks(java.time.Instant::now, nanos::get));
  private final MemorySegment memory =
      Arena.ofAuto().allocate(4096L + QueryParser.READ_AHEAD_BYTES, 8);

  private static double ofName(SampledQuery query, String name) {
    return query.name().toString().equals(name) ? 1 : 0;
  }

  private double share(String name) {
    return sample.look(nanos.get()).share(query -> ofName(query, name)).value();
  }

  /** A second in which so many of each name come, in batches. */
  private void second(int rare, int often) {
    List<String> names = new ArrayList<>(Collections.nCopies(rare, "rare.example.com."));
    names.addAll(Collections.nCopies(often, "often.example.com."));
    Collections.shuffle(names, new java.util.Random(rare * 31L + nanos.get()));
    for (int at = 0; at < names.size(); ) {
      int batch = Math.min(1 + at % 7, names.size() - at);
      int due = tap.due(batch);
      if (due != QueryTap.NONE) {
        byte[] query = QueryBytes.of(names.get(at + due), 1).bytes();
        MemorySegment.copy(query, 0, memory, ValueLayout.JAVA_BYTE, 0, query.length);
        tap.take(memory, 0, query.length, new Client());
      }
      at += batch;
    }
    nanos.addAndGet(MINUTE / 60);
    sampling.gather();
  }

  @Test
  void quietMinutes_weighNoMoreThanTheyAre() {
    sampling.gather();
    for (int i = 0; i < 300; i++) {
      second(10, 2_990);
    }
    for (int i = 0; i < 300; i++) {
      second(10, 0);
    }
    QuerySample looked = sample.look(nanos.get());
    assertThat(looked.queries()).hasSizeBetween(9 * 256, 10 * 256 + 256);
    assertThat(looked.span()).isBetween(Duration.ofSeconds(598), Duration.ofSeconds(600));
    assertThat(looked.total()).isCloseTo(300 * 3_000 + 300 * 10, within(20_000.0));
    // 6,000 of 903,000.
    assertThat(share("rare.example.com.")).isCloseTo(0.0066, within(0.004));
    assertThat(share("often.example.com.")).isCloseTo(0.9934, within(0.004));
    QuerySample.Share interval = looked.share(query -> ofName(query, "rare.example.com."));
    assertThat(interval.low()).isBetween(0.0, 0.0066);
    assertThat(interval.high()).isBetween(0.0066, 0.02);
  }

  @Test
  void hour_isForgottenMinuteByMinute_andNeverMoreThanItsRoomIsKept() {
    sampling.gather();
    for (int i = 0; i < 2 * 3_600; i++) {
      second(i < 3_600 ? 50 : 0, i < 3_600 ? 0 : 50);
    }
    QuerySample looked = sample.look(nanos.get());
    assertThat(looked.queries()).hasSizeLessThanOrEqualTo(60 * 256).hasSizeGreaterThan(59 * 256);
    assertThat(looked.span()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    assertThat(share("rare.example.com.")).isZero();
    nanos.addAndGet(61 * MINUTE);
    assertThat(sample.look(nanos.get())).isEqualTo(QuerySample.NONE);
  }

  @Test
  void secondsInWhichNoneWasLookedAt_countWithTheNext() {
    sampling.gather();
    second(0, 16_000);
    // Aimed at a thousand queries each: these few pass.
    second(0, 20);
    second(0, 20);
    second(0, 20);
    assertThat(sample.look(nanos.get()).total()).isBetween(16_000.0, 16_060.0);
  }

  @Test
  void switchedOff_everythingIsForgotten_andNothingIsSetAside() {
    sampling.gather();
    second(5, 5);
    assertThat(sample.look(nanos.get()).total()).isEqualTo(10);
    wanted.set(false);
    sampling.gather();
    second(5, 5);
    assertThat(sample.look(nanos.get())).isEqualTo(QuerySample.NONE);
    assertThat(tap.due(1_000)).isEqualTo(QueryTap.NONE);
    wanted.set(true);
    sampling.gather();
    second(5, 5);
    second(5, 5);
    assertThat(sample.look(nanos.get()).total()).isEqualTo(20);
    sampling.close();
  }

  @Test
  void nothingSampled_saysNothing() {
    assertThat(QuerySample.NONE.share(query -> 1)).isEqualTo(new QuerySample.Share(0, 0, 1));
  }
}
