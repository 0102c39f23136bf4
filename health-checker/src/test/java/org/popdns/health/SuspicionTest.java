package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Canary;
import org.popdns.config.model.Check;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Suspicion;
import org.popdns.health.ScriptedProber.Server;
import org.popdns.health.SelfDoubt.Kind;
import org.popdns.health.probe.Checks;

/** When the checker suspects itself, in virtual time: an interval of 2 s, a timeout of 1 s. */
final class SuspicionTest {
  private static final Check WEB = Checks.http(80);
  private static final Duration DETECTION_BOUND = Duration.ofSeconds(3 * 2 + 1);
  private static final Duration FREEZE = Suspicion.USUAL.freeze();
  private static final Canary ROUTER =
      new Canary(new InetSocketAddress(InetAddress.ofLiteral("203.0.113.1"), 179));

  private final VirtualLoop loop = new VirtualLoop();
  private final ScriptedProber prober = new ScriptedProber(loop);
  private final List<Transition> heard = new ArrayList<>();
  private final List<SelfDoubt.Verdict> verdicts = new ArrayList<>();
  private final List<String> canariesHeard = new ArrayList<>();
  private final WatchList watchList = watchList(new Random(17));
  private final Map<Endpoint, String> endpoints = new LinkedHashMap<>();
  private Suspicion settings = Suspicion.USUAL;
  private List<Canary> canaries = List.of();

  private WatchList watchList(Random random) {
    Announcer announcer =
        new Announcer(
            new HealthListener() {
              @Override
              public void onTransitions(List<Transition> transitions, HealthSnapshot snapshot) {
                heard.addAll(transitions);
              }

              @Override
              public void onVerdict(SelfDoubt.Verdict verdict, HealthSnapshot snapshot) {
                verdicts.add(verdict);
              }

              @Override
              public void onCanary(CanaryState before, CanaryState after) {
                canariesHeard.add(before.status() + " " + after.status() + " " + after.name());
              }
            },
            (endpoint, outcome, duration) -> {},
            loop);
    return new WatchList(
        new EndpointWatch.Tools(
            loop, prober, new ProbeGate(512), new ProbeSchedule(random), loop.clocks()),
        announcer);
  }

  private static Endpoint endpoint(Check check, int site, int host) {
    return new Endpoint(check, InetAddress.ofLiteral("192.0." + (2 + site) + "." + host));
  }

  /** Hosts at sites {@code s0}, {@code s1} and so on. */
  private void hosts(Check check, int sites, int perSite) {
    for (int site = 0; site < sites; site++) {
      for (int host = 1; host <= perSite; host++) {
        endpoints.put(endpoint(check, site, host), "s" + site);
      }
    }
  }

  private void reload() {
    watchList.watch(new ProbeTargets(endpoints, settings, canaries), new CompletableFuture<>());
  }

  private void start() {
    reload();
    loop.pass(Duration.ofSeconds(30));
    assertThat(down()).isZero();
    heard.clear();
  }

  private void all(Server server) {
    endpoints.keySet().forEach(endpoint -> prober.set(endpoint, server));
  }

  private void site(int site, Server server) {
    endpoints.forEach(
        (endpoint, name) -> {
          if (name.equals("s" + site)) {
            prober.set(endpoint, server);
          }
        });
  }

  private void canary(Server server) {
    prober.set(new Endpoint(CanaryWatch.check(ROUTER), ROUTER.tcp().getAddress()), server);
  }

  private long down() {
    return watchList.snapshot().states().stream()
        .filter(state -> state.status() == Status.DOWN)
        .count();
  }

  private boolean isFrozen() {
    return watchList.snapshot().selfDoubt().freeze().isPresent();
  }

  private List<Kind> kinds() {
    return verdicts.stream().map(SelfDoubt.Verdict::kind).toList();
  }

  @Test
  void cutOff_keepsTheLastGoodStateForItsTime_andThenBelieves() {
    hosts(WEB, 4, 3);
    start();
    all(Server.SWALLOWS);
    loop.pass(DETECTION_BOUND);
    assertThat(isFrozen()).isTrue();
    assertThat(kinds()).containsExactly(Kind.FROZEN);
    assertThat(verdicts.getFirst().text())
        .isEqualTo(
            "the checker suspects itself: 12 of 12 endpoints at s0, s1, s2, s3 failed within one"
                + " interval (no answer within 1s (connecting)) and there is no canary; the last"
                + " good state is kept for 60 s");
    loop.pass(FREEZE.minus(DETECTION_BOUND));
    assertThat(heard).isEmpty();
    assertThat(watchList.snapshot().keptCount()).isEqualTo(12);

    loop.pass(DETECTION_BOUND);
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.EXPIRED);
    assertThat(verdicts.getLast().text())
        .isEqualTo(
            "the last good state was kept for 60 s: 12 of 12 endpoints still fail, and are down");
    assertThat(down()).isEqualTo(12);
    assertThat(heard).hasSize(12);
    assertThat(heard.getFirst().toString())
        .matches(
            "endpoint 192\\.0\\.2\\.1 \\(check web\\) is down: no answer within 1s"
                + " \\(connecting\\), after 3[0-9] failures");
    assertThat(isFrozen()).isFalse();
    loop.pass(Duration.ofMinutes(10));
    assertThat(verdicts).hasSize(2);
  }

  @Test
  void cutOff_ofManyEndpoints_isSuspectedAsThatOfFewIs() {
    hosts(WEB, 4, 200);
    start();
    all(Server.SWALLOWS);
    loop.pass(DETECTION_BOUND);
    assertThat(kinds()).containsExactly(Kind.FROZEN);
    assertThat(heard).isEmpty();
    all(Server.ANSWERS);
    loop.pass(Duration.ofSeconds(3));
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.RECOVERED);
    assertThat(heard).isEmpty();
    site(1, Server.REFUSES);
    loop.pass(DETECTION_BOUND);
    assertThat(heard).hasSize(200);
  }

  @Test
  void cutOff_atAnyMoment_leaksNoTransition() {
    hosts(WEB, 2, 2);
    start();
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      loop.pass(Duration.ofMillis(90_000 + random.nextInt(4000)));
      verdicts.clear();
      all(random.nextBoolean() ? Server.SWALLOWS : Server.REFUSES);
      loop.pass(Duration.ofSeconds(30));
      assertThat(kinds()).containsExactly(Kind.FROZEN);
      all(Server.ANSWERS);
      // Those that are probed last, plus the timeout of one under way.
      loop.pass(Duration.ofSeconds(3));
      assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.RECOVERED);
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void return_isBelievedAtOnce_andWhatFailedMeanwhileCountsForNothing() {
    hosts(WEB, 2, 6);
    start();
    all(Server.SWALLOWS);
    loop.pass(Duration.ofSeconds(20));
    assertThat(watchList.snapshot().keptCount()).isEqualTo(12);
    all(Server.ANSWERS);
    Endpoint dead = endpoint(WEB, 0, 3);
    prober.set(dead, Server.SWALLOWS);
    loop.pass(Duration.ofSeconds(3));
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.RECOVERED);
    assertThat(verdicts.getLast().text())
        .matches(
            "the checker trusts itself again after [0-9.]+ s: 5 of 12 endpoints answer; what failed"
                + " meanwhile counts for nothing");
    assertThat(watchList.snapshot().keptCount()).isZero();
    loop.pass(DETECTION_BOUND);
    assertThat(heard)
        .extracting(Transition::toString)
        .containsExactly(
            "endpoint 192.0.2.3 (check web) is down: no answer within 1s (connecting), after 3"
                + " failures");
  }

  @Test
  void canaryThatAnswers_confirmsWithinTheOrdinaryTime() {
    hosts(WEB, 4, 3);
    canaries = List.of(ROUTER);
    start();
    Random random = new Random(7);
    for (int round = 0; round < 100; round++) {
      loop.pass(Duration.ofMillis(20_000 + random.nextInt(4000)));
      assertThat(down()).isZero();
      verdicts.clear();
      all(Server.SWALLOWS);
      loop.pass(DETECTION_BOUND);
      assertThat(down()).isEqualTo(12);
      assertThat(kinds()).containsExactly(Kind.CONFIRMED);
      all(Server.ANSWERS);
    }
    assertThat(verdicts.getFirst().text())
        .isEqualTo(
            "12 of 12 endpoints at s0, s1, s2, s3 failed within one interval, and canary tcp"
                + " 203.0.113.1:179 answers: they are down");
  }

  @Test
  void silentCanary_freezes_andItsReturnIsThatOfTheNetwork() {
    hosts(WEB, 2, 3);
    canaries = List.of(ROUTER);
    start();
    all(Server.SWALLOWS);
    canary(Server.SWALLOWS);
    loop.pass(Duration.ofSeconds(20));
    assertThat(kinds()).containsExactly(Kind.FROZEN);
    assertThat(verdicts.getFirst().text())
        .isEqualTo(
            "the checker suspects itself: 6 of 6 endpoints at s0, s1 failed within one interval (no"
                + " answer within 1s (connecting)) and no canary answers (tcp 203.0.113.1:179: no"
                + " answer within 1s (connecting)); the last good state is kept for 60 s");
    // The network is back; the servers are not.
    canary(Server.ANSWERS);
    loop.pass(Duration.ofSeconds(2));
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.RECOVERED);
    assertThat(verdicts.getLast().text())
        .matches(
            "the checker trusts itself again after [0-9.]+ s: canary tcp 203.0.113.1:179 answers"
                + " again; what failed meanwhile counts for nothing");
    assertThat(down()).isZero();
    loop.pass(DETECTION_BOUND);
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.RECOVERED, Kind.CONFIRMED);
    assertThat(down()).isEqualTo(6);
  }

  @Test
  void endOfOneSite_isBelieved_whileOthersAreFine() {
    hosts(WEB, 2, 2);
    for (int host = 3; host <= 20; host++) {
      endpoints.put(endpoint(WEB, 0, host), "s0");
    }
    start();
    site(0, Server.SWALLOWS);
    loop.pass(DETECTION_BOUND);
    assertThat(down()).isEqualTo(20);
    assertThat(verdicts).isEmpty();
  }

  @Test
  void lessThanTheShare_isBelieved() {
    hosts(WEB, 4, 3);
    start();
    site(0, Server.SWALLOWS);
    site(1, Server.REFUSES);
    prober.set(endpoint(WEB, 2, 1), Server.REFUSES);
    loop.pass(DETECTION_BOUND);
    assertThat(down()).isEqualTo(7);
    assertThat(verdicts).isEmpty();
  }

  @Test
  void onlySite_isBelieved_unlessACanaryIsSilent() {
    hosts(WEB, 1, 4);
    start();
    all(Server.SWALLOWS);
    loop.pass(DETECTION_BOUND);
    assertThat(down()).isEqualTo(4);
    assertThat(verdicts).isEmpty();

    all(Server.ANSWERS);
    canaries = List.of(ROUTER);
    reload();
    loop.pass(Duration.ofSeconds(20));
    all(Server.SWALLOWS);
    canary(Server.REFUSES);
    loop.pass(Duration.ofSeconds(20));
    assertThat(down()).isZero();
    assertThat(kinds()).containsExactly(Kind.FROZEN);
  }

  @Test
  void endpointsThatAreProbedRarely_areAskedBeforeTheVerdict() {
    hosts(WEB, 2, 3);
    Check slow =
        Checks.http(81, Checks.timing(Duration.ofMinutes(10), Duration.ofSeconds(1), 2, 3));
    for (int host = 11; host <= 13; host++) {
      endpoints.put(endpoint(slow, 0, host), "s0");
      endpoints.put(endpoint(slow, 1, host), "s1");
    }
    reload();
    // Beyond the second probe, which comes after any part of the interval.
    loop.pass(Duration.ofMinutes(15));
    heard.clear();
    for (int site = 0; site < 2; site++) {
      for (int host = 1; host <= 3; host++) {
        prober.set(endpoint(WEB, site, host), Server.SWALLOWS);
      }
    }
    loop.pass(DETECTION_BOUND);
    assertThat(down()).isEqualTo(6);
    assertThat(verdicts).isEmpty();
  }

  @Test
  void hairTrigger_restoresWhatWentDownBeforeTheRestFailed() {
    Check hair = Checks.http(80, Checks.timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 1, 1));
    hosts(hair, 3, 2);
    start();
    all(Server.SWALLOWS);
    loop.pass(Duration.ofSeconds(5));
    assertThat(down()).isZero();
    assertThat(kinds()).containsExactly(Kind.FROZEN);
    all(Server.ANSWERS);
    loop.pass(Duration.ofSeconds(3));
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.RECOVERED);

    // Two that die at two sites in one interval are no more than two.
    verdicts.clear();
    heard.clear();
    loop.pass(Duration.ofSeconds(90));
    prober.set(endpoint(hair, 0, 1), Server.SWALLOWS);
    prober.set(endpoint(hair, 1, 1), Server.SWALLOWS);
    loop.pass(Duration.ofSeconds(2 + 1 + 2));
    assertThat(down()).isEqualTo(2);
    assertThat(verdicts).isEmpty();
  }

  @Test
  void changedCheckThatFailsEverywhere_isSuspectedItself_whateverCanariesSay() {
    hosts(WEB, 2, 3);
    canaries = List.of(ROUTER);
    start();
    Check wrong = Checks.withStatuses(WEB, 404);
    endpoints.clear();
    hosts(wrong, 2, 3);
    all(Server.REFUSES);
    reload();
    loop.pass(Duration.ofSeconds(30));
    assertThat(down()).isZero();
    assertThat(kinds()).containsExactly(Kind.FROZEN);
    assertThat(verdicts.getFirst().text())
        .isEqualTo(
            "the checker suspects the changed checks: 6 of 6 endpoints that were up before fail"
                + " them (connection refused); the last good state is kept for 60 s");

    endpoints.clear();
    hosts(WEB, 2, 3);
    all(Server.ANSWERS);
    reload();
    loop.pass(Duration.ofSeconds(1));
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.RECOVERED);
    assertThat(heard).isEmpty();
    assertThat(watchList.snapshot().states()).hasSize(6);
  }

  @Test
  void changedCheckThatNobodyMends_isBelievedWhenTheTimeIsOver() {
    hosts(WEB, 1, 3);
    start();
    endpoints.clear();
    hosts(Checks.withStatuses(WEB, 404), 1, 3);
    all(Server.REFUSES);
    reload();
    loop.pass(DETECTION_BOUND.plus(FREEZE));
    assertThat(down()).isEqualTo(3);
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.EXPIRED);
    loop.pass(Duration.ofMinutes(10));
    assertThat(verdicts).hasSize(2);
  }

  @Test
  void changedCheckThatFewFail_isBelievedInTheOrdinaryTime() {
    hosts(WEB, 2, 3);
    start();
    Check other = Checks.withStatuses(WEB, 404);
    endpoints.clear();
    hosts(other, 2, 3);
    site(1, Server.REFUSES);
    reload();
    loop.pass(ScriptedProber.ANSWER_TIME);
    assertThat(down()).isZero();
    loop.pass(DETECTION_BOUND);
    assertThat(down()).isEqualTo(3);
    assertThat(verdicts).isEmpty();
  }

  @Test
  void cutOffAtTheStart_isAsItWas_firstResultsSetTheState() {
    hosts(WEB, 2, 3);
    all(Server.SWALLOWS);
    reload();
    loop.pass(Duration.ofSeconds(10));
    assertThat(down()).isEqualTo(6);
    assertThat(verdicts).isEmpty();
  }

  @Test
  void endpointAddedWhileFrozen_hasNoGoodStateToKeep() {
    hosts(WEB, 2, 3);
    start();
    all(Server.SWALLOWS);
    loop.pass(Duration.ofSeconds(10));
    Endpoint added = endpoint(WEB, 0, 9);
    endpoints.put(added, "s0");
    all(Server.SWALLOWS);
    reload();
    loop.pass(Duration.ofSeconds(10));
    assertThat(watchList.snapshot().state(added).orElseThrow().status()).isEqualTo(Status.DOWN);
    assertThat(watchList.snapshot().keptCount()).isEqualTo(6);
    assertThat(kinds()).containsExactly(Kind.FROZEN);
  }

  @Test
  void changedCheckWhileFrozen_keepsWhatIsKept() {
    hosts(WEB, 2, 3);
    start();
    all(Server.SWALLOWS);
    loop.pass(Duration.ofSeconds(10));
    endpoints.clear();
    hosts(Checks.withHost(WEB, "images.example.com"), 2, 3);
    all(Server.SWALLOWS);
    reload();
    loop.pass(Duration.ofSeconds(10));
    assertThat(watchList.snapshot().keptCount()).isEqualTo(6);
    assertThat(kinds()).containsExactly(Kind.FROZEN);
    assertThat(heard).isEmpty();
  }

  @Test
  void networkThatComesAndGoes_doesNotKeepADeadServerUpForEver() {
    hosts(WEB, 2, 3);
    start();
    Endpoint dead = endpoint(WEB, 0, 1);
    Duration passed = Duration.ZERO;
    while (watchList.snapshot().isUp(dead)) {
      assertThat(passed).isLessThan(FREEZE.multipliedBy(4));
      all(Server.SWALLOWS);
      loop.pass(Duration.ofSeconds(8));
      all(Server.ANSWERS);
      prober.set(dead, Server.SWALLOWS);
      loop.pass(Duration.ofSeconds(3));
      passed = passed.plusSeconds(11);
    }
    assertThat(kinds()).contains(Kind.EXPIRED);
  }

  @Test
  void noTimeToFreeze_meansNoSuspicion() {
    hosts(WEB, 2, 3);
    settings = new Suspicion(60, Duration.ZERO, Map.of());
    start();
    all(Server.SWALLOWS);
    loop.pass(DETECTION_BOUND);
    assertThat(down()).isEqualTo(6);
    assertThat(verdicts).isEmpty();
  }

  @Test
  void wallClockSetWhileFrozen_changesNoBound() {
    hosts(WEB, 2, 3);
    start();
    all(Server.SWALLOWS);
    loop.pass(Duration.ofSeconds(10));
    loop.jumpClock(Duration.ofDays(400));
    loop.pass(Duration.ofSeconds(40));
    assertThat(kinds()).containsExactly(Kind.FROZEN);
    loop.jumpClock(Duration.ofDays(-800));
    loop.pass(Duration.ofSeconds(20));
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.EXPIRED);
  }

  @Test
  void wallClockSetWhileFrozen_changesNoAge_ofFreezeVerdictAndCanary() {
    hosts(WEB, 2, 3);
    canaries = List.of(ROUTER);
    canary(Server.SWALLOWS);
    start();
    loop.pass(Duration.ofSeconds(60));
    all(Server.SWALLOWS);
    loop.pass(Duration.ofSeconds(20));
    SelfDoubt.Freeze freeze = watchList.snapshot().selfDoubt().freeze().orElseThrow();
    Duration lasts = loop.clocks().age(freeze.since());
    assertThat(lasts).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    Duration silent = loop.clocks().age(watchList.canaries().getFirst().since());
    loop.jumpClock(Duration.ofHours(-5));
    assertThat(loop.clocks().age(freeze.since())).isEqualTo(lasts);
    assertThat(loop.clocks().age(freeze.until())).isEqualTo(lasts.minusSeconds(60));
    loop.jumpClock(Duration.ofHours(10));
    loop.pass(Duration.ofSeconds(50));
    assertThat(kinds()).containsExactly(Kind.FROZEN, Kind.EXPIRED);
    SelfDoubt.Verdict verdict = watchList.snapshot().selfDoubt().last().orElseThrow();
    assertThat(loop.clocks().age(verdict.at()))
        .isBetween(Duration.ZERO, lasts.minusSeconds(10).plusMillis(1));
    assertThat(loop.clocks().age(watchList.canaries().getFirst().since()))
        .isEqualTo(silent.plusSeconds(50));
  }

  @Test
  void canaries_areLookedAtNowAndThen() {
    canaries = List.of(ROUTER);
    reload();
    loop.pass(Duration.ofSeconds(1));
    assertThat(watchList.canaries())
        .extracting(CanaryState::status, CanaryState::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Status.UP, "status 200"));
    canary(Server.REFUSES);
    loop.pass(CanaryWatch.USUAL_INTERVAL.multipliedBy(2));
    assertThat(canariesHeard)
        .containsExactly("UNKNOWN UP tcp 203.0.113.1:179", "UP DOWN tcp 203.0.113.1:179");
    assertThat(watchList.canaries())
        .extracting(CanaryState::status, CanaryState::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Status.DOWN, "connection refused"));
    canaries = List.of();
    reload();
    assertThat(watchList.canaries()).isEmpty();
    watchList.stop();
    loop.pass(Duration.ofSeconds(1));
    assertThat(loop.alarms()).isZero();
    assertThat(Set.copyOf(kinds())).isEmpty();
  }
}
