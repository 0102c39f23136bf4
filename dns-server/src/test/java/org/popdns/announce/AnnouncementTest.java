package org.popdns.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.TestServer;
import org.popdns.state.store.ConfigurationStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two sites of one node each, on loopback, which read each other. */
class AnnouncementTest {

  private static final List<String> SITES = List.of("east", "west");

  @TempDir private Path folder;
  private final Map<String, ServerSocket> hosts = new HashMap<>();
  private final Map<String, TestServer> servers = new HashMap<>();
  private final Map<String, Integer> statusPorts = new HashMap<>();
  private int hostPort;

  /** Made by JUnit, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  AnnouncementTest() {}

  @BeforeEach
  void start() throws Exception {
    ServerSocket east = host("127.0.0.1", 0);
    hostPort = east.getLocalPort();
    hosts.put("east", east);
    hosts.put("west", host("127.0.0.2", hostPort));
    hosts.values().forEach(AnnouncementTest::accept);
    List<ServerSocket> ports = new ArrayList<>();
    for (String site : SITES) {
      ServerSocket free = host("127.0.0.1", 0);
      ports.add(free);
      statusPorts.put(site, free.getLocalPort());
    }
    for (ServerSocket free : ports) {
      free.close();
    }
    for (String site : SITES) {
      servers.put(site, server(site));
    }
    SITES.forEach(site -> awaitRoute(site, "announce"));
    awaitAnnouncedPeer("east", "west");
    awaitAnnouncedPeer("west", "east");
  }

  private void awaitAnnouncedPeer(String site, String peer) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                at(site)
                    .status()
                    .path("peers")
                    .path("ns1." + peer)
                    .path("announcements")
                    .path("images")
                    .path("announced")
                    .asBoolean());
  }

  @AfterEach
  void stop() throws IOException {
    servers.values().forEach(TestServer::close);
    for (ServerSocket host : hosts.values()) {
      host.close();
    }
  }

  private static ServerSocket host(String address, int port) throws IOException {
    return new ServerSocket(port, 50, InetAddress.ofLiteral(address));
  }

  /** Takes connections: a full backlog would fail the check. */
  private static void accept(ServerSocket host) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  host.accept().close();
                }
              } catch (IOException closed) {
                return;
              }
            });
  }

  private TestServer server(String site) throws IOException, InterruptedException {
    Path home = folder.resolve(site);
    Path file =
        TestServer.write(
            home,
            Optional.of(site),
            Optional.of(
                """
                sites:
                  east: {fallback: [west], nodes: {ns1: {status: "127.0.0.1:%d"}}}
                  west: {fallback: [east], nodes: {ns1: {status: "127.0.0.1:%d"}}}
                checks: {web: {tcp: {port: %d}, interval: 100ms, timeout: 100ms, rise: 1, fall: 1}}
                clusters:
                  images:
                    check: web
                    when-below: withdraw
                    members: {east: [127.0.0.1], west: [127.0.0.2]}
                """
                    .formatted(statusPorts.get("east"), statusPorts.get("west"), hostPort)),
            Map.of(
                "example.com.yaml",
                """
                '': {type: NS, values: [ns1.example.com.]}
                ns1: {type: A, value: 127.0.0.1}
                images: {type: A, ttl: 60, cluster: images}
                """));
    Files.writeString(
        file,
        Files.readString(file)
            + "announce: {images: {prefixes: [127.0.0.0/8], requires: [images], hold-up: 0s}}\n");
    return TestServer.start(file, Optional.of(new ConfigurationStore(home.resolve("state"), file)));
  }

  private TestServer at(String site) {
    return Objects.requireNonNull(servers.get(site));
  }

  private JsonNode lease(String site) {
    return new JsonMapper().readTree(at(site).page("/lease/images").body());
  }

  private void awaitRoute(String site, String action) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> lease(site).path("action").asString().equals(action));
  }

  private void fails(String site) throws IOException {
    Objects.requireNonNull(hosts.get(site)).close();
  }

  @Test
  void fitNode_hasALease_inBothForms() {
    JsonNode lease = lease("east");
    assertThat(lease.path("reason").asString()).isEqualTo("fit");
    assertThat(lease.path("routes").toString())
        .isEqualTo("[{\"prefix\":\"127.0.0.0/8\",\"family\":\"ipv4\",\"action\":\"announce\"}]");
    assertThat(at("east").page("/lease/images?format=text").body())
        .isEqualTo(
            """
            name images
            site east
            node ns1
            action announce
            route ipv4 announce 127.0.0.0/8
            prepend 0
            med 0
            valid-seconds 3
            query ipv4 127.0.0.1 %d example.com. SOA
            since %s
            reason fit
            end
            """
                .formatted(at("east").address().getPort(), lease.path("since").asString()));
    assertThat(at("east").page("/lease/other").statusCode()).isEqualTo(404);
    assertThat(at("east").page("/readyz").statusCode()).isEqualTo(200);
    assertThat(at("east").metric("popdns_route_announced{prefix=\"127.0.0.0/8\"}")).isEqualTo(1);
  }

  @Test
  void siteBelowItsMinimum_isWithdrawn_andTheLastOneStays() throws IOException {
    fails("east");
    awaitRoute("east", "withdraw");
    assertThat(at("east").page("/readyz").statusCode()).isEqualTo(503);
    assertThat(at("east").page("/readyz").body())
        .contains("cluster images has 0 healthy hosts at east, 1 needed");

    fails("west");
    await().atMost(Duration.ofSeconds(10)).until(() -> lease("west").path("prepend").asInt() == 3);
    JsonNode held = lease("west");
    assertThat(held.path("action").asString()).isEqualTo("announce");
    assertThat(held.path("reason").asString())
        .contains("stays announced, least preferred: announced without it: ");
    assertThat(at("west").metric("popdns_guard_holds{announcement=\"images\"}")).isEqualTo(1);
    assertThat(at("west").page("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void zoneThatLeadsToTheClusterGoes_siteIsUnfit_andReturnsWithIt() throws IOException {
    Path zones = folder.resolve("east/zones");
    Files.writeString(
        zones.resolve("example.com.yaml"),
        """
        '': {type: NS, value: ns1.example.com.}
        ns1: {type: A, value: 127.0.0.1}
        """);
    JsonNode report = at("east").control(ControlRequest.of("reload"));
    assertThat(report.path("reloaded").asBoolean()).isTrue();
    assertThat(report.path("problems").asString())
        .contains("no zone leads to cluster 'images', so that this node would never be fit");
    awaitRoute("east", "withdraw");
    assertThat(lease("east").path("reason").asString())
        .isEqualTo("no zone that is served leads to cluster images");
    assertThat(at("east").page("/readyz").statusCode()).isEqualTo(503);

    Files.copy(
        folder.resolve("west/zones/example.com.yaml"),
        zones.resolve("example.com.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(at("east").control(ControlRequest.of("reload")).path("reloaded").asBoolean())
        .isTrue();
    awaitRoute("east", "announce");
  }

  @Test
  void everyZoneGoes_asTheOperatorMeansIt_siteIsWithdrawn() throws IOException {
    Files.delete(folder.resolve("east/zones/example.com.yaml"));
    JsonNode refused = at("east").control(ControlRequest.of("reload"));
    assertThat(refused.path("reloaded").asBoolean()).isFalse();
    assertThat(lease("east").path("action").asString()).isEqualTo("announce");

    at("east").control(ControlRequest.of("reload").with("removal", "allow"));
    awaitRoute("east", "withdraw");
    assertThat(lease("east").path("reason").asString())
        .startsWith("no zone is served, every query is refused");
    assertThat(at("east").page("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void drain_outlivesARestart_andTheOtherSiteCannotFollow() throws Exception {
    at("east").control(ControlRequest.of("drain").with("reason", "kernel"));
    awaitRoute("east", "withdraw");
    assertThat(lease("east").path("reason").asString()).isEqualTo("drained: kernel");

    at("east").close();
    servers.put("east", server("east"));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> lease("east").path("reason").asString().equals("drained: kernel"));
    assertThat(lease("east").path("action").asString()).isEqualTo("withdraw");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> at("west").status().path("peers").path("ns1.east").path("read").asBoolean());

    at("east").control(ControlRequest.of("undrain"));
    awaitRoute("east", "announce");
    List<String> states = new ArrayList<>();
    at("east")
        .control(ControlRequest.of("history"))
        .forEach(
            change -> {
              if (change.has("to")) {
                states.add(change.path("to").asString());
              }
            });
    assertThat(states).startsWith("fit", "draining").endsWith("fit");
  }
}
