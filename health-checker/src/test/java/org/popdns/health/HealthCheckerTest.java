package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.model.Endpoint;
import org.popdns.health.probe.Checks;
import org.popdns.time.Clocks;

/** The whole checker against real servers. */
final class HealthCheckerTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.11");
  private static final Check.Timing QUICK =
      Checks.timing(Duration.ofMillis(500), Duration.ofMillis(250), 2, 3);
  private static final Duration DETECTION_BOUND = Duration.ofMillis(3 * 500 + 250);
  private static final Duration RETURN_BOUND = Duration.ofMillis(2 * 500 + 250);

  private final List<Transition> heard = new CopyOnWriteArrayList<>();
  private final List<Long> heardAtNanos = new CopyOnWriteArrayList<>();
  private final AtomicInteger probes = new AtomicInteger();
  private final HealthChecker checker =
      new HealthChecker(
          (transitions, snapshot) -> {
            transitions.forEach(transition -> heardAtNanos.add(System.nanoTime()));
            heard.addAll(transitions);
          },
          (endpoint, outcome, duration) -> probes.incrementAndGet(),
          Checks.NO_ECHOES,
          Clocks.system());

  @AfterEach
  void close() {
    checker.close();
    await("the end of the checker's thread").until(() -> checkerThreads() == 0);
  }

  private static HttpServer serve(int port) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(ADDRESS, port), 0);
      server.createContext(
          "/healthz",
          exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException noSocket) {
      throw new UncheckedIOException(noSocket);
    }
  }

  private void watch(Endpoint... endpoints) {
    checker.watch(ProbeTargets.atOneSite(Set.of(endpoints))).orTimeout(5, TimeUnit.SECONDS).join();
  }

  private static long checkerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(HealthChecker.THREAD_NAME))
        .count();
  }

  @Test
  void firstResultAlone_setsTheState() {
    HttpServer server = serve(0);
    int port = server.getAddress().getPort();
    Endpoint up = new Endpoint(Checks.http(port), ADDRESS);
    Endpoint down = new Endpoint(Checks.http(port), InetAddress.ofLiteral("127.0.0.12"));
    watch(up, down);
    server.stop(0);
    assertThat(checker.snapshot().isUp(up)).isTrue();
    assertThat(checker.snapshot().state(up).orElseThrow().reason())
        .isEqualTo("status 200, with an empty body");
    assertThat(checker.snapshot().isUp(down)).isFalse();
    assertThat(checker.snapshot().state(down).orElseThrow().reason())
        .isEqualTo("connection refused");
    assertThat(heard).hasSize(2);
    assertThat(checker.history()).hasSize(2);
  }

  @Test
  void stopAndReturn_areSeenWithinTheBounds() {
    HttpServer server = serve(0);
    int port = server.getAddress().getPort();
    Endpoint endpoint = new Endpoint(Checks.http(port, QUICK), ADDRESS);
    watch(endpoint);
    for (int round = 0; round < 3; round++) {
      long stopped = System.nanoTime();
      server.stop(0);
      Duration detection = untilNext(2 * round + 2, stopped);
      assertThat(checker.snapshot().isUp(endpoint)).isFalse();

      long started = System.nanoTime();
      server = serve(port);
      Duration returned = untilNext(2 * round + 3, started);
      assertThat(checker.snapshot().isUp(endpoint)).isTrue();

      System.out.printf(
          "down after %d ms (at most %d), up again after %d ms (at most %d)%n",
          detection.toMillis(),
          DETECTION_BOUND.toMillis(),
          returned.toMillis(),
          RETURN_BOUND.toMillis());
      assertThat(detection).isLessThanOrEqualTo(DETECTION_BOUND);
      assertThat(returned).isLessThanOrEqualTo(RETURN_BOUND);
    }
    server.stop(0);
    assertThat(heard.get(1))
        .hasToString(
            "endpoint 127.0.0.11 (check web) is down: connection refused, after 3 failures");
    assertThat(heard.get(2))
        .hasToString(
            "endpoint 127.0.0.11 (check web) is up: status 200, with an empty body, after 2"
                + " successes");
  }

  private Duration untilNext(int transitions, long sinceNanos) {
    await().pollInterval(Duration.ofMillis(5)).until(() -> heard.size() == transitions);
    return Duration.ofNanos(heardAtNanos.get(transitions - 1) - sinceNanos);
  }

  @Test
  void fiveHundredEndpoints_shareOneThread() throws IOException {
    // Bound to every address of the loopback network.
    HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 1024);
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    int threadsBefore = Thread.activeCount();
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    for (int i = 0; i < 500; i++) {
      InetAddress address = InetAddress.ofLiteral("127.1." + i / 250 + "." + (1 + i % 250));
      endpoints.add(
          new Endpoint(Checks.http(server.getAddress().getPort(), Checks.patient()), address));
    }
    checker.watch(ProbeTargets.atOneSite(endpoints)).orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(probes).hasValueGreaterThanOrEqualTo(500);
    assertThat(checker.snapshot().states())
        .hasSize(500)
        .allSatisfy(state -> assertThat(state.status()).isEqualTo(Status.UP));
    assertThat(checkerThreads()).isEqualTo(1);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threadsBefore + 2);
    server.stop(0);
  }

  @Test
  void reload_keepsStateAndDropsTheMissing() {
    HttpServer server = serve(0);
    int port = server.getAddress().getPort();
    Endpoint kept = new Endpoint(Checks.http(port), ADDRESS);
    Endpoint dropped = new Endpoint(Checks.tcp(port), ADDRESS);
    watch(kept, dropped);
    EndpointState before = checker.snapshot().state(kept).orElseThrow();
    Endpoint added = new Endpoint(Checks.withStatuses(Checks.http(port), 404), ADDRESS);
    watch(new Endpoint(Checks.http(port), ADDRESS), added);
    assertThat(checker.snapshot().state(kept).orElseThrow().since()).isEqualTo(before.since());
    assertThat(checker.snapshot().state(added).orElseThrow().reason())
        .isEqualTo("status 200, expected 404");
    await().until(() -> checker.snapshot().state(dropped).isEmpty());
    server.stop(0);
  }

  @Test
  void throwingListener_doesNotStopTheChecker() {
    HttpServer server = serve(0);
    AtomicInteger seen = new AtomicInteger();
    try (HealthChecker deaf =
        new HealthChecker(
            (transitions, snapshot) -> {
              throw new IllegalStateException("as this test wants it");
            },
            (endpoint, outcome, duration) -> seen.incrementAndGet(),
            Checks.NO_ECHOES,
            Clocks.system())) {
      Endpoint endpoint = new Endpoint(Checks.http(server.getAddress().getPort(), QUICK), ADDRESS);
      deaf.watch(ProbeTargets.atOneSite(Set.of(endpoint))).orTimeout(5, TimeUnit.SECONDS).join();
      assertThat(deaf.snapshot().isUp(endpoint)).isTrue();
      await().until(() -> seen.get() >= 3);
    }
    server.stop(0);
  }

  @Test
  void close_endsTheThread() {
    // Nobody answers there, so the probe is under way when the checker is closed.
    Endpoint silent = new Endpoint(Checks.tcp(9), InetAddress.ofLiteral("192.0.2.1"));
    HealthChecker closed =
        new HealthChecker(
            (transitions, snapshot) -> {}, (e, o, d) -> {}, Checks.NO_ECHOES, Clocks.system());
    CompletableFuture<Void> first = closed.watch(ProbeTargets.atOneSite(Set.of(silent)));
    await().until(() -> checkerThreads() == 1);
    long start = System.nanoTime();
    closed.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    await().until(() -> checkerThreads() == 0);
    assertThat(first).isDone();
    assertThat(closed.watch(ProbeTargets.atOneSite(Set.of(silent)))).isCompletedExceptionally();
    closed.close();
  }
}
