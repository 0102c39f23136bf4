package org.popdns.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.TestServer;
import org.popdns.status.PeerPage;
import org.popdns.status.PeerPageJson;

/** The only site that is announced: what the guard does, and the operator against it. */
final class AnnouncementValuesTest extends MetricValues {

  @TempDir private Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }

  /** The kernel takes the probes' connections; those that were taken by a closed one are gone. */
  private static ServerSocket host(int port) throws IOException {
    ServerSocket host = new ServerSocket();
    host.setReuseAddress(true);
    host.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1000);
    return host;
  }

  private TestServer start(int ownPort, int peerPort, int hostPort) throws Exception {
    Path file =
        TestServer.write(
            folder,
            Optional.of("east"),
            Optional.of(
                """
                sites:
                  east: {nodes: {ns1: {status: "127.0.0.1:%d"}}}
                  west: {nodes: {ns1: {status: "127.0.0.1:%d"}}}
                checks: {web: {tcp: {port: %d}, interval: 500ms, timeout: 500ms, rise: 1, fall: 1}}
                clusters: {images: {check: web, when-below: withdraw, members: {east: [127.0.0.1]}}}
                """
                    .formatted(ownPort, peerPort, hostPort)),
            Map.of(
                "example.com.yaml",
                """
                '': {type: NS, value: ns1.example.net.}
                images: {type: A, ttl: 60, cluster: images}
                """));
    Files.writeString(
        file,
        Files.readString(file)
            + "announce: {web: {prefixes: [127.0.0.0/8], requires: [images], hold-up: 0s}}\n");
    return TestServer.start(file, Optional.empty());
  }

  @Test
  @ValuesOf({
    "popdns_route_announced",
    "popdns_fitness_state",
    "popdns_guard_holds",
    "popdns_guard_overruled",
    "popdns_peer_up"
  })
  void onlySite_staysWhereItWouldGo_andGoesWhereTheOperatorInsists() throws Exception {
    int peerPort = freePort();
    ServerSocket host = host(0);
    try (TestServer server = start(freePort(), peerPort, host.getLocalPort())) {
      awaitIs(server, "fit", 1, 0, 0);
      assertThat(family(server, "popdns_peer_up"))
          .containsExactly("popdns_peer_up{peer=\"ns1.west\"} 0.0");

      host.close();
      awaitIs(server, "unfit", 1, 1, 0);
      host = host(host.getLocalPort());
      awaitIs(server, "fit", 1, 0, 0);

      server.control(ControlRequest.of("drain").with("reason", "test").with("if-last", "go"));
      awaitIs(server, "draining", 0, 0, 1);

      HttpServer peer = peer(peerPort);
      try {
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(family(server, "popdns_peer_up"))
                        .containsExactly("popdns_peer_up{peer=\"ns1.west\"} 1.0"));
      } finally {
        peer.stop(0);
      }
    } finally {
      host.close();
    }
  }

  private static HttpServer peer(int port) throws IOException {
    byte[] page =
        PeerPageJson.of(new PeerPage("west", "ns1", Map.of()))
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    HttpServer peer =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    peer.createContext(
        "/announcements",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    peer.start();
    return peer;
  }

  private void awaitIs(TestServer server, String state, int route, int holds, int overruled) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(family(server, "popdns_fitness_state"))
                  .containsExactly(
                      state("draining", state), state("fit", state), state("unfit", state));
              assertThat(family(server, "popdns_route_announced"))
                  .containsExactly(
                      "popdns_route_announced{prefix=\"127.0.0.0/8\"} " + route + ".0");
              assertThat(family(server, "popdns_guard_holds"))
                  .containsExactly("popdns_guard_holds{announcement=\"web\"} " + holds + ".0");
              assertThat(family(server, "popdns_guard_overruled"))
                  .containsExactly(
                      "popdns_guard_overruled{announcement=\"web\"} " + overruled + ".0");
            });
  }

  private static String state(String of, String is) {
    return "popdns_fitness_state{announcement=\"web\",state=\"%s\"} %d.0"
        .formatted(of, of.equals(is) ? 1 : 0);
  }
}
