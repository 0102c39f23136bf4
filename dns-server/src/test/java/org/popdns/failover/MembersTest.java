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
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.record.RecordType;

/** Members that are not as the others of their cluster, and members that share an endpoint. */
final class MembersTest {

  private static final Map<String, String> ZONES =
      Map.of(
          "example.com.yaml",
          """
          '': {type: NS, value: ns1.example.net.}
          images: {type: A, ttl: 60, cluster: images}
          """);

  @TempDir private Path folder;
  private final List<ServerSocket> sockets = new ArrayList<>();
  private final Map<String, Integer> connections = new ConcurrentHashMap<>();

  /** Made by JUnit, which fills the field. */
  @SuppressWarnings("NullAway.Init")
  MembersTest() {}

  @AfterEach
  void close() throws IOException {
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }

  /** Accepts connections, and counts them. */
  private int listen(String address, int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 50);
    sockets.add(socket);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  socket.accept().close();
                  connections.merge(address, 1, Integer::sum);
                }
              } catch (IOException closed) {
                return;
              }
            });
    return socket.getLocalPort();
  }

  private static List<String> endpoints(TestServer server) {
    return server
        .status()
        .path("endpoints")
        .valueStream()
        .map(
            endpoint ->
                String.join(
                    " ",
                    endpoint.path("host").asString(),
                    endpoint.path("check").asString(),
                    endpoint.path("status").asString(),
                    endpoint.path("set").asBoolean(false) ? "set" : "probed"))
        .toList();
  }

  private static List<String> answers(TestServer server) throws IOException {
    return server
        .client()
        .udp(QueryBytes.of("images.example.com.", RecordType.A))
        .answers()
        .stream()
        .map(answer -> answer.substring(answer.lastIndexOf(' ') + 1))
        .sorted()
        .toList();
  }

  @Test
  void members_areProbedAtTheirPortByTheirCheck_orNotAtAll() throws IOException {
    int port = listen("127.0.0.41", 0);
    int other = listen("127.0.0.42", 0);
    listen("127.0.0.44", port);
    listen("127.0.0.45", other);
    String clusters =
        """
        sites: {here: {}}
        checks:
          web: {tcp: {port: %1$d}, interval: 200ms, timeout: 100ms}
          deep: {tcp: {port: %2$d}, interval: 200ms, timeout: 100ms}
        clusters:
          images:
            check: web
            members:
              here:
                - 127.0.0.41
                - {addresses: 127.0.0.42, port: %2$d}
                - {addresses: 127.0.0.43, check: none}
                - {addresses: 127.0.0.44, disabled: true}
                - {addresses: 127.0.0.45, check: deep}
        """
            .formatted(port, other);
    try (TestServer server = TestServer.of(folder, "here", clusters, ZONES)) {
      assertThat(endpoints(server))
          .containsExactly(
              "127.0.0.41 web up probed",
              "127.0.0.42 web:" + other + " up probed",
              "127.0.0.43 web up set",
              "127.0.0.44 web down set",
              "127.0.0.45 deep up probed");
      assertThat(answers(server))
          .containsExactly("127.0.0.41", "127.0.0.42", "127.0.0.43", "127.0.0.45");
      // The second probes follow the first within their interval.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> connections.getOrDefault("127.0.0.45", 0) > 1);
      assertThat(connections).containsOnlyKeys("127.0.0.41", "127.0.0.42", "127.0.0.45");

      Files.writeString(
          folder.resolve("clusters.yaml"),
          clusters.replace("127.0.0.44, disabled: true", "127.0.0.44"));
      server.control(ControlRequest.of("reload"));
      assertThat(answers(server))
          .containsExactly("127.0.0.41", "127.0.0.42", "127.0.0.43", "127.0.0.44", "127.0.0.45");
      assertThat(connections).containsKey("127.0.0.44");
    }
  }

  @Test
  void membersWithTheSameAddressAndCheck_areProbedOnce() throws IOException {
    int port = listen("127.0.0.46", 0);
    listen("127.0.0.47", port);
    String members = "{check: web, members: {here: [{name: %s, addresses: 127.0.0.46}]}}";
    String clusters =
        """
        sites: {here: {}}
        checks: {web: {tcp: {port: %d}, interval: 200ms, timeout: 100ms}}
        clusters:
          images: %s
          static: %s
          videos: %s
          one: {check: web, members: {here: 127.0.0.47}}
        """
            .formatted(
                port, members.formatted("a"), members.formatted("b"), members.formatted("c"));
    try (TestServer server = TestServer.of(folder, "here", clusters, ZONES)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> connections.getOrDefault("127.0.0.47", 0) >= 10);
      // Three users, and as many connections as those of a single user, give or take the jitter.
      Map<String, Integer> counted = Map.copyOf(connections);
      int ofOne = Objects.requireNonNull(counted.get("127.0.0.47"));
      assertThat(Objects.requireNonNull(counted.get("127.0.0.46")))
          .isBetween(ofOne * 3 / 4 - 1, ofOne * 5 / 4 + 1);
      assertThat(endpoints(server))
          .containsExactly(
              "a web up probed", "b web up probed", "c web up probed", "127.0.0.47 web up probed");
    }
  }
}
