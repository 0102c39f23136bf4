package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.model.Endpoint;
import org.popdns.health.probe.Checks;
import org.popdns.time.Moment;

/** Schedules, rounds and reloads in virtual time. */
final class WatchListTest {
  private static final Check WEB = Checks.http(80);
  private static final Endpoint FIRST = endpoint(WEB, 1);
  private static final Endpoint SECOND = endpoint(WEB, 2);
  private static final Duration SECONDS_1 = Duration.ofSeconds(1);

  private final VirtualLoop loop = new VirtualLoop();
  private final ScriptedProber prober = new ScriptedProber(loop);
  private final List<Transition> heard = new ArrayList<>();
  private final List<HealthSnapshot> heardSnapshots = new ArrayList<>();
  private final Announcer announcer =
      new Announcer(
          (transitions, snapshot) -> {
            heard.addAll(transitions);
            heardSnapshots.add(snapshot);
          },
          (endpoint, outcome, duration) -> {},
          loop);
  private final WatchList watchList = watchList(512);

  private WatchList watchList(int limit) {
    return new WatchList(
        new EndpointWatch.Tools(
            loop, prober, new ProbeGate(limit), new ProbeSchedule(new Random(11)), loop.clocks()),
        announcer);
  }

  private static Endpoint endpoint(Check check, int number) {
    return new Endpoint(
        check, InetAddress.ofLiteral("10.0." + number / 250 + "." + (1 + number % 250)));
  }

  private static Set<Endpoint> endpoints(int count) {
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      endpoints.add(endpoint(WEB, i));
    }
    return endpoints;
  }

  private CompletableFuture<Void> watch(Endpoint... endpoints) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    watchList.watch(ProbeTargets.atOneSite(Set.of(endpoints)), done);
    return done;
  }

  /** As {@link #watch}, where the first round does not matter. */
  private void begin(Endpoint... endpoints) {
    var _ = watch(endpoints);
  }

  private EndpointState state(Endpoint endpoint) {
    return watchList.snapshot().state(endpoint).orElseThrow();
  }

  @Test
  void newEndpoint_isUnknownUntilItsFirstResult() {
    CompletableFuture<Void> done = watch(FIRST);
    assertThat(state(FIRST)).isEqualTo(EndpointState.unknown(FIRST, loop.clocks().moment()));
    assertThat(watchList.snapshot().isUp(FIRST)).isFalse();
    assertThat(done).isNotDone();

    loop.pass(ScriptedProber.ANSWER_TIME);

    assertThat(done).isCompleted();
    Moment began = new Moment(Instant.parse("2026-01-01T00:00:00Z"), 0);
    assertThat(state(FIRST))
        .isEqualTo(
            new EndpointState(
                FIRST,
                Status.UP,
                began.plus(Duration.ofMillis(5)),
                "status 200",
                0,
                Optional.of(began),
                Duration.ofMillis(5),
                1,
                0));
  }

  @Test
  void firstRound_endsWithFailuresToo() {
    prober.set(SECOND, ScriptedProber.Server.SWALLOWS);
    CompletableFuture<Void> done = watch(FIRST, SECOND);
    loop.pass(Duration.ofMillis(999));
    assertThat(done).isNotDone();
    loop.pass(Duration.ofMillis(1));
    assertThat(done).isCompleted();
    assertThat(state(SECOND).status()).isEqualTo(Status.DOWN);
    assertThat(heard)
        .extracting(Transition::toString)
        .containsExactly(
            "endpoint 10.0.0.2 (check web) is up: status 200, by its first probe",
            "endpoint 10.0.0.3 (check web) is down: no answer within 1s (connecting), by its first"
                + " probe");
  }

  @Test
  void watchOfNothing_isDoneAtOnce() {
    assertThat(watch()).isCompleted();
  }

  @Test
  void transition_isInTheSnapshotThatComesWithIt() {
    begin(FIRST);
    loop.pass(SECONDS_1);
    prober.set(FIRST, ScriptedProber.Server.REFUSES);
    loop.pass(Duration.ofSeconds(7));
    assertThat(heard)
        .extracting(Transition::toString)
        .containsExactly(
            "endpoint 10.0.0.2 (check web) is up: status 200, by its first probe",
            "endpoint 10.0.0.2 (check web) is down: connection refused, after 3 failures");
    assertThat(heardSnapshots).extracting(s -> s.isUp(FIRST)).containsExactly(true, false);
    assertThat(announcer.history()).containsExactly(heard.get(1), heard.get(0));
  }

  @Test
  void detectionAndReturn_keepTheirBoundWhateverTheMoment() {
    Duration detectionBound = Duration.ofSeconds(3 * 2 + 1);
    Duration returnBound = Duration.ofSeconds(2 * 2 + 1);
    Random random = new Random(5);
    begin(FIRST);
    for (int round = 0; round < 500; round++) {
      loop.pass(Duration.ofMillis(10_000 + random.nextInt(2000)));
      assertThat(watchList.snapshot().isUp(FIRST)).isTrue();
      prober.set(FIRST, ScriptedProber.Server.SWALLOWS);
      loop.pass(detectionBound);
      assertThat(watchList.snapshot().isUp(FIRST)).isFalse();
      loop.pass(Duration.ofMillis(random.nextInt(2000)));
      prober.set(FIRST, ScriptedProber.Server.ANSWERS);
      loop.pass(returnBound);
      assertThat(watchList.snapshot().isUp(FIRST)).isTrue();
    }
  }

  @Test
  void timeoutAsLongAsTheInterval_keepsTheBoundAndNeverOverlaps() {
    Check slow = Checks.http(80, Checks.timing(SECONDS_1, SECONDS_1, 1, 3));
    Endpoint endpoint = endpoint(slow, 9);
    begin(endpoint);
    loop.pass(Duration.ofSeconds(10));
    for (int round = 0; round < 200; round++) {
      prober.set(endpoint, ScriptedProber.Server.SWALLOWS);
      loop.pass(Duration.ofSeconds(4));
      assertThat(watchList.snapshot().isUp(endpoint)).isFalse();
      prober.set(endpoint, ScriptedProber.Server.ANSWERS);
      loop.pass(Duration.ofMillis(2000 + round));
      assertThat(watchList.snapshot().isUp(endpoint)).isTrue();
    }
  }

  @Test
  void probes_areAnIntervalApartButForJitterThatShortens() {
    begin(FIRST);
    loop.pass(Duration.ofMinutes(10));
    List<Long> starts = prober.startsNanos(FIRST);
    assertThat(starts.get(1) - starts.get(0)).isBetween(0L, 1_960_000_000L);
    for (int i = 2; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - 1)).isBetween(1_800_000_000L, 1_960_000_000L);
    }
  }

  @Test
  void endpointsWatchedTogether_spreadOut() {
    watchList.watch(ProbeTargets.atOneSite(endpoints(400)), new CompletableFuture<>());
    loop.pass(Duration.ofSeconds(3));
    int[] perTenthOfInterval = new int[10];
    for (Endpoint endpoint : endpoints(400)) {
      perTenthOfInterval[(int) (prober.startsNanos(endpoint).get(1) / 200_000_000L)]++;
    }
    for (int count : perTenthOfInterval) {
      assertThat(count).isBetween(20, 70);
    }
  }

  @Test
  void moreEndpointsThanTheLimit_waitTheirTurn() {
    WatchList limited = watchList(10);
    CompletableFuture<Void> done = new CompletableFuture<>();
    limited.watch(ProbeTargets.atOneSite(endpoints(95)), done);
    loop.pass(Duration.ofMillis(49));
    assertThat(done).isNotDone();
    loop.pass(Duration.ofMillis(1));
    assertThat(done).isCompleted();
    assertThat(prober.mostRunning).isEqualTo(10);
    loop.pass(Duration.ofSeconds(20));
    assertThat(prober.mostRunning).isEqualTo(10);
    limited.stop();
    assertThat(prober.running).isZero();
  }

  @Test
  void deadEndpointsUpToTheLimit_keepTheBound() {
    assertThat(aliveAfterTheBound(ProbeGate.LIMIT)).isZero();
  }

  @Test
  void deadEndpointsHalfAsManyAgain_keepTheBoundToo() {
    assertThat(aliveAfterTheBound(ProbeGate.LIMIT * 3 / 2)).isZero();
  }

  private long aliveAfterTheBound(int endpoints) {
    Set<Endpoint> many = endpoints(endpoints);
    watchList.watch(ProbeTargets.atOneSite(many), new CompletableFuture<>());
    loop.pass(Duration.ofSeconds(20));
    many.forEach(endpoint -> prober.set(endpoint, ScriptedProber.Server.SWALLOWS));
    loop.pass(Duration.ofSeconds(7));
    assertThat(prober.mostRunning).isLessThanOrEqualTo(ProbeGate.LIMIT);
    return many.stream().filter(watchList.snapshot()::isUp).count();
  }

  @Test
  void reload_keepsTheStateAndScheduleOfWhatIsUnchanged() {
    begin(FIRST);
    loop.pass(Duration.ofSeconds(5));
    EndpointState before = state(FIRST);
    int probesBefore = prober.startsNanos(FIRST).size();

    CompletableFuture<Void> done = watch(new Endpoint(Checks.http(80), FIRST.target()));

    assertThat(done).isCompleted();
    assertThat(state(FIRST)).isEqualTo(before);
    assertThat(prober.startsNanos(FIRST)).hasSize(probesBefore);
  }

  @Test
  void reload_dropsWhatIsMissingOnceTheNewHaveAResult() {
    begin(FIRST);
    loop.pass(Duration.ofSeconds(5));
    CompletableFuture<Void> done = watch(SECOND);
    List<Boolean> oldIsThere = new ArrayList<>();
    var _ = done.thenRun(() -> oldIsThere.add(watchList.snapshot().state(FIRST).isPresent()));
    assertThat(watchList.snapshot().isUp(FIRST)).isTrue();

    loop.pass(ScriptedProber.ANSWER_TIME);

    assertThat(done).isCompleted();
    assertThat(oldIsThere).containsExactly(true);
    assertThat(watchList.snapshot().state(FIRST)).isEmpty();
    int probes = prober.startsNanos(FIRST).size();
    loop.pass(Duration.ofSeconds(10));
    assertThat(prober.startsNanos(FIRST)).hasSize(probes);
  }

  @Test
  void changedCheck_isANewEndpoint_asGoodAsBefore() {
    begin(FIRST);
    loop.pass(Duration.ofSeconds(5));
    Endpoint changed = new Endpoint(Checks.withHost(Checks.http(80), "x"), FIRST.target());
    begin(changed);
    assertThat(state(changed))
        .isEqualTo(
            new EndpointState(
                changed,
                Status.UP,
                state(FIRST).since(),
                "not probed yet by the changed check",
                0,
                Optional.empty(),
                Duration.ZERO,
                0,
                0));
    assertThat(state(FIRST).status()).isEqualTo(Status.UP);
    loop.pass(ScriptedProber.ANSWER_TIME);
    assertThat(state(changed).reason()).isEqualTo("status 200");
    assertThat(watchList.snapshot().states())
        .extracting(EndpointState::endpoint)
        .containsExactly(changed);
  }

  @Test
  void secondReloadDuringTheFirst_completesBoth() {
    prober.set(FIRST, ScriptedProber.Server.SWALLOWS);
    CompletableFuture<Void> first = watch(FIRST);
    CompletableFuture<Void> second = watch(SECOND);
    loop.pass(ScriptedProber.ANSWER_TIME);
    // The first endpoint is dropped with its probe still running: it will never have a result.
    assertThat(second).isCompleted();
    assertThat(first).isCompleted();
    assertThat(watchList.snapshot().states())
        .extracting(EndpointState::endpoint)
        .containsExactly(SECOND);
    assertThat(prober.running).isZero();
  }

  @Test
  void stop_leavesNoProbeNoAlarmAndNoFuture() {
    prober.set(SECOND, ScriptedProber.Server.SWALLOWS);
    CompletableFuture<Void> done = watch(FIRST, SECOND);
    loop.pass(Duration.ofMillis(500));
    watchList.stop();
    assertThat(done).isCancelled();
    assertThat(prober.running).isZero();
    assertThat(watch(FIRST)).isCancelled();
    loop.pass(SECONDS_1);
    assertThat(loop.alarms()).isZero();
  }

  @Test
  void counters_areInTheSnapshot() {
    begin(FIRST);
    loop.pass(Duration.ofSeconds(60));
    assertThat(state(FIRST).probes()).isBetween(31L, 35L);
    assertThat(state(FIRST).failures()).isZero();
  }

  @Test
  void wallClockSetBackOrForth_changesNoAge() {
    begin(FIRST);
    loop.pass(Duration.ofMinutes(10));
    prober.set(FIRST, ScriptedProber.Server.REFUSES);
    loop.pass(Duration.ofMinutes(3));
    assertThat(state(FIRST).status()).isEqualTo(Status.DOWN);
    Instant at = state(FIRST).since().at();
    Duration age = loop.clocks().age(state(FIRST).since());
    assertThat(age).isBetween(Duration.ofSeconds(170), Duration.ofMinutes(3));
    for (int hours : new int[] {-5, 10}) {
      loop.jumpClock(Duration.ofHours(hours));
      assertThat(loop.clocks().age(state(FIRST).since())).isEqualTo(age);
      assertThat(state(FIRST).since().at()).isEqualTo(at);
    }
    loop.pass(Duration.ofMinutes(1));
    assertThat(loop.clocks().age(state(FIRST).since())).isEqualTo(age.plusMinutes(1));
    assertThat(loop.clocks().age(state(FIRST).lastProbe().orElseThrow()))
        .isBetween(Duration.ZERO, Duration.ofSeconds(3));
  }

  @Test
  void wallClockSetBack_changesNoDurationNorSchedule() {
    begin(FIRST);
    loop.pass(Duration.ofSeconds(5));
    int probes = prober.startsNanos(FIRST).size();
    loop.jumpClock(Duration.ofDays(-400));
    loop.pass(Duration.ofSeconds(20));
    assertThat(prober.startsNanos(FIRST).size() - probes).isBetween(10, 12);
    assertThat(state(FIRST).lastProbeDuration()).isEqualTo(ScriptedProber.ANSWER_TIME);
  }
}
