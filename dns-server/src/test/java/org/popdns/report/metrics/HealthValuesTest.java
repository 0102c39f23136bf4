package org.popdns.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.TestServer;

/** Hosts that go and come, one of them and all of them. */
final class HealthValuesTest extends MetricValues {

  private static final List<String> HOSTS = List.of("127.0.0.31", "127.0.0.32", "127.0.0.33");
  private static final Map<String, String> ZONES =
      Map.of(
          "example.com.yaml",
          """
          '': {type: NS, value: ns1.example.net.}
          images: {type: A, ttl: 60, cluster: images}
          """);

  private final Map<String, ServerSocket> hosts = new LinkedHashMap<>();
  private int port;
  private int canaryPort;

  @BeforeEach
  void open() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      canaryPort = closed.getLocalPort();
    }
    for (String host : HOSTS) {
      up(host);
      port = Objects.requireNonNull(hosts.get(host)).getLocalPort();
    }
  }

  @AfterEach
  void close() throws IOException {
    for (ServerSocket host : hosts.values()) {
      host.close();
    }
  }

  private void up(String host) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(host), port), 50);
    hosts.put(host, socket);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  socket.accept().close();
                }
              } catch (IOException closed) {
                return;
              }
            });
  }

  private void down(String host) throws IOException {
    Objects.requireNonNull(hosts.get(host)).close();
  }

  private String clusters(String interval) {
    return """
    sites: {san-jose: {fallback: [japan]}, japan: {}}
    checks: {web: {tcp: {port: %d}, interval: %s, timeout: 300ms, rise: 2, fall: 3}}
    suspicion: {freeze: 10m, canaries: {san-jose: [{tcp: "127.0.0.1:%d"}]}}
    clusters:
      images:
        check: web
        members:
          san-jose: [127.0.0.31, {name: two, addresses: [127.0.0.32]}]
          japan: [127.0.0.33]
    """
        .formatted(port, interval, canaryPort);
  }

  private void awaitFamily(TestServer server, String name, String... series) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(family(server, name)).containsExactly(series));
  }

  @Test
  @ValuesOf("popdns_health_probe_duration_seconds")
  void probes_areCountedOnceEach(@TempDir Path folder) {
    try (TestServer server = TestServer.of(folder, "san-jose", clusters("30s"), ZONES)) {
      assertThat(family(server, "popdns_health_probe_duration_seconds"))
          .hasSize(16)
          .contains(
              "popdns_health_probe_duration_seconds_bucket{check=\"web\",le=\"+Inf\"} 3",
              "popdns_health_probe_duration_seconds_count{check=\"web\"} 3");
    }
  }

  @Test
  @ValuesOf({"popdns_steering_capacity", "popdns_steering_load"})
  void load_isToldAsHostsGoAndCome(@TempDir Path folder) throws IOException {
    String clusters =
        clusters("400ms")
            + """
                capacity: {san-jose: 1000, japan: 800}
                load: {japan: 400}
            """;
    try (TestServer server = TestServer.of(folder, "san-jose", clusters, ZONES)) {
      awaitUp(server, 1, 1, 1);
      awaitFamily(
          server, "popdns_steering_capacity", capacity("japan", 800), capacity("san-jose", 1000));
      awaitFamily(server, "popdns_steering_load", load("japan", 400), load("san-jose", 1000));

      down("127.0.0.32");
      awaitFamily(
          server, "popdns_steering_capacity", capacity("japan", 800), capacity("san-jose", 500));
      // Of 500 that San Jose passes on, Japan has room for 400; 100 are spread over both.
      awaitFamily(server, "popdns_steering_load", load("japan", 862), load("san-jose", 538));
      up("127.0.0.32");
      awaitUp(server, 1, 1, 1);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  value(server, "popdns_steering_capacity{cluster=\"images\",pool=\"san-jose\"}")
                      > 501);
      assertThat(value(server, "popdns_steering_capacity{cluster=\"images\",pool=\"san-jose\"}"))
          .isBetween(502.0, 950.0);
    }
  }

  private static String capacity(String site, int value) {
    return "popdns_steering_capacity{cluster=\"images\",pool=\"" + site + "\"} " + value + ".0";
  }

  private static String load(String site, int value) {
    return "popdns_steering_load{cluster=\"images\",pool=\"" + site + "\"} " + value + ".0";
  }

  @Test
  @ValuesOf({
    "popdns_health_endpoint_up",
    "popdns_health_transitions_total",
    "popdns_health_verdicts_total",
    "popdns_health_canary_up",
    "popdns_health_suspicious",
    "popdns_health_frozen_endpoints",
    "popdns_steering_fail_open"
  })
  void hosts_areToldAsTheyGoAndCome(@TempDir Path folder) throws IOException {
    try (TestServer server = TestServer.of(folder, "san-jose", clusters("400ms"), ZONES)) {
      awaitUp(server, 1, 1, 1);
      awaitTransitions(server, 0, 0);
      assertThat(family(server, "popdns_steering_fail_open"))
          .containsExactly("popdns_steering_fail_open{cluster=\"images\"} 0.0");
      assertThat(value(server, "popdns_health_suspicious")).isZero();
      assertThat(value(server, "popdns_health_frozen_endpoints")).isZero();

      down("127.0.0.32");
      awaitUp(server, 1, 0, 1);
      awaitTransitions(server, 1, 0);
      up("127.0.0.32");
      awaitUp(server, 1, 1, 1);
      awaitTransitions(server, 1, 1);

      for (String host : HOSTS) {
        down(host);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> value(server, "popdns_health_frozen_endpoints") == 3);
      assertThat(value(server, "popdns_health_suspicious")).isEqualTo(1);
      awaitVerdicts(server, 1, 0);
      assertThat(family(server, "popdns_health_canary_up"))
          .containsExactly(
              "popdns_health_canary_up{canary=\"127.0.0.1:%d\"} 0.0".formatted(canaryPort));
      awaitUp(server, 1, 1, 1);
      awaitTransitions(server, 1, 1);

      for (String host : HOSTS) {
        up(host);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> value(server, "popdns_health_suspicious") == 0);
      awaitVerdicts(server, 1, 1);
      assertThat(value(server, "popdns_health_frozen_endpoints")).isZero();
    }
  }

  private void awaitUp(TestServer server, int one, int two, int three) {
    awaitFamily(
        server,
        "popdns_health_endpoint_up",
        up("san-jose", "127.0.0.31", "127.0.0.31", one),
        up("san-jose", "two", "127.0.0.32", two),
        up("japan", "127.0.0.33", "127.0.0.33", three));
  }

  private static String up(String site, String member, String address, int value) {
    return "popdns_health_endpoint_up{address=\"%s\",check=\"web\",cluster=\"images\",member=\"%s\",site=\"%s\"} %d.0"
        .formatted(address, member, site, value);
  }

  private void awaitTransitions(TestServer server, int downs, int ups) {
    awaitFamily(
        server,
        "popdns_health_transitions_total",
        "popdns_health_transitions_total{to=\"down\"} %d.0".formatted(downs),
        "popdns_health_transitions_total{to=\"up\"} %d.0".formatted(ups));
  }

  private void awaitVerdicts(TestServer server, int frozen, int recovered) {
    awaitFamily(
        server,
        "popdns_health_verdicts_total",
        "popdns_health_verdicts_total{verdict=\"confirmed\"} 0.0",
        "popdns_health_verdicts_total{verdict=\"expired\"} 0.0",
        "popdns_health_verdicts_total{verdict=\"frozen\"} %d.0".formatted(frozen),
        "popdns_health_verdicts_total{verdict=\"recovered\"} %d.0".formatted(recovered));
  }
}
