package org.popdns.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.demo.ImageHost;
import org.popdns.demo.ImageServers;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import tools.jackson.databind.JsonNode;

/** A whole nameserver whose health checker has a reason to suspect itself, on loopback. */
final class SuspicionTest {

  private static final String ZONE =
      """
      '': {type: NS, value: ns1.example.net.}
      images: {type: A, ttl: 60, cluster: images}
      """;

  private static final String DOWNS = "popdns_health_transitions_total{to=\"down\"}";

  @TempDir private Path folder;
  private ImageServers images;
  private TestServer server;
  private double downs;

  /** The fields are set by each test. */
  @SuppressWarnings("NullAway.Init")
  SuspicionTest() {}

  @AfterEach
  void stop() {
    server.close();
    images.close();
  }

  private static String clusters(int port, String path, String suspicion) {
    return """
    sites: {san-jose: {fallback: [japan]}, japan: {fallback: [san-jose]}}
    checks:
      web: {http: {port: %d, path: %s}, interval: 400ms, timeout: 300ms, rise: 2, fall: 3}
    suspicion: {%s}
    clusters:
      images:
        check: web
        when-below: withdraw
        members:
          san-jose: [127.0.0.21, 127.0.0.22]
          japan: [127.0.0.71, 127.0.0.72]
    """
        .formatted(port, path, suspicion);
  }

  private int start(String suspicion) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("0.0.0.0", 0));
      port = socket.getLocalPort();
    }
    List<ImageHost> hosts = new ArrayList<>(ImageHost.ofSite(0, 2, port));
    hosts.addAll(ImageHost.ofSite(1, 2, port));
    images = ImageServers.open(hosts);
    server =
        TestServer.of(
            folder,
            "san-jose",
            clusters(port, "/healthz", suspicion),
            Map.of("example.com.yaml", ZONE));
    // On a busy machine the first probe of a process may come too late.
    await().atMost(Duration.ofSeconds(30)).until(this::areAllUp);
    downs = server.metric(DOWNS);
    return port;
  }

  private boolean areAllUp() {
    return server
        .status()
        .path("clusters")
        .path(0)
        .path("sites")
        .valueStream()
        .allMatch(site -> site.path("healthy").asInt() == site.path("hosts").asInt());
  }

  private void stopAll() {
    images.hosts().forEach(host -> images.stop(host.name()));
  }

  private boolean isSuspicious() {
    return server.status().path("checker").path("suspicious").asBoolean();
  }

  private void awaitSuspicion(boolean expected) {
    await().atMost(Duration.ofSeconds(30)).until(() -> isSuspicious() == expected);
  }

  private List<String> answers() throws IOException {
    return server.client().udp(QueryBytes.of("images.example.com.", 1)).answers().stream()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .sorted()
        .toList();
  }

  private void awaitHistory(String... verdicts) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(history()).containsExactly(verdicts));
  }

  private List<String> history() {
    List<String> verdicts = new ArrayList<>();
    server
        .control(ControlRequest.of("history"))
        .forEach(
            change -> {
              if (change.has("checker")) {
                verdicts.add(change.path("checker").asString());
              }
            });
    return verdicts;
  }

  @Test
  void allSitesGoneAtOnce_keepsTheAnswers_andSaysSo() throws IOException {
    start("freeze: 10m");
    stopAll();
    awaitSuspicion(true);
    // The doubt comes with the first failure that it holds back; the others follow.
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> server.status().path("checker").path("frozenEndpoints").asInt() == 4);

    assertThat(answers()).containsExactly("127.0.0.21", "127.0.0.22");
    JsonNode checker = server.status().path("checker");
    assertThat(checker.path("frozenEndpoints").asInt()).isEqualTo(4);
    String reason = checker.path("reason").asString();
    assertThat(reason)
        .isEqualTo(
            "the checker suspects itself: 4 of 4 endpoints at japan, san-jose failed within one"
                + " interval (connection refused) and there is no canary; the last good state is"
                + " kept for 600 s");
    assertThat(server.page("/readyz").statusCode()).isEqualTo(200);
    assertThat(server.page("/readyz").body()).isEqualTo("ready\nnote: " + reason + "\n");
    assertThat(server.metric("popdns_health_suspicious")).isEqualTo(1);
    assertThat(server.metric("popdns_health_frozen_endpoints")).isEqualTo(4);
    assertThat(server.metric("popdns_health_verdicts_total{verdict=\"frozen\"}")).isEqualTo(1);
    awaitHistory("frozen");

    images.hosts().forEach(host -> images.start(host.name()));
    awaitSuspicion(false);
    assertThat(server.metric("popdns_health_frozen_endpoints")).isZero();
    assertThat(server.metric(DOWNS)).isEqualTo(downs);
    awaitHistory("frozen", "recovered");
  }

  @Test
  void canaryThatAnswers_letsTheFailuresBeBelieved() throws IOException {
    try (ServerSocket canary = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "127.0.0.1:" + canary.getLocalPort();
      start("canaries: {san-jose: [{tcp: \"" + address + "\"}]}");
      stopAll();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.metric("popdns_steering_fail_open{cluster=\"images\"}") == 1);
      awaitHistory("confirmed");
      assertThat(server.metric("popdns_health_canary_up{canary=\"" + address + "\"}")).isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> server.page("/readyz").statusCode() == 503);
    }
  }

  @Test
  void wrongPathAfterAReload_keepsTheAnswers_untilItIsMended() throws IOException {
    int port = start("freeze: 10m");
    Path file = folder.resolve("clusters.yaml");
    Files.writeString(file, clusters(port, "/no-such-page", "freeze: 10m"));
    server.control(ControlRequest.of("reload"));
    awaitSuspicion(true);

    assertThat(server.status().path("checker").path("reason").asString())
        .isEqualTo(
            "the checker suspects the changed checks: 4 of 4 endpoints that were up before fail"
                + " them (status 404, expected 200; it begins \"not here; there are: / /healthz"
                + " /images/NAME.svg\"); the last good state is kept for 600 s");
    assertThat(answers()).containsExactly("127.0.0.21", "127.0.0.22");
    assertThat(server.page("/readyz").statusCode()).isEqualTo(200);

    Files.writeString(file, clusters(port, "/healthz", "freeze: 10m"));
    server.control(ControlRequest.of("reload"));
    awaitSuspicion(false);
    awaitHistory("frozen", "recovered");
  }
}
