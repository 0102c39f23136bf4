package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.admin.socket.ControlCallResult;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.admin.socket.ControlSocketClient;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.state.store.ConfigurationStore;
import tools.jackson.databind.JsonNode;

class ReloadTest {

  private static final String ZONE =
      """
      '':
        - {type: SOA, mname: ns1.example.com., rname: hostmaster.example.com., serial: 1}
        - {type: NS, value: ns1.example.com.}
      ns1: {type: A, value: 192.0.2.53}
      www: {type: A, value: %s}
      """;

  @TempDir Path folder;

  @Test
  void reload_validFiles_areServedWhenItReturns() throws IOException {
    try (TestServer server = server("192.0.2.1")) {
      for (int i = 2; i < 50; i++) {
        writeZone("192.0.2." + i);
        JsonNode report = server.control(ControlRequest.of("reload"));
        assertThat(report.path("reloaded").asBoolean()).isTrue();
        assertThat(report.path("zonesChanged").asInt()).isEqualTo(1);
        assertThat(address(server)).isEqualTo("192.0.2." + i);
      }
    }
  }

  @Test
  void reload_unchangedFiles_compilesNothing() throws IOException {
    try (TestServer server = server("192.0.2.1")) {
      JsonNode report = server.control(ControlRequest.of("reload"));
      assertThat(report.path("zonesChanged").asInt()).isZero();
      assertThat(report.path("zones").asInt()).isEqualTo(1);
    }
  }

  @Test
  void reload_brokenFiles_changeNothingAndAreShownToTheOneWhoAsked() throws IOException {
    try (TestServer server = server("192.0.2.1")) {
      writeZone("192.0.2.300");
      JsonNode report = server.control(ControlRequest.of("reload"));
      assertThat(report.path("reloaded").asBoolean()).isFalse();
      assertThat(report.path("problems").asString())
          .startsWith(folder.resolve("zones/example.com.yaml") + ":5:23: error: ")
          .contains("www: {type: A, value: 192.0.2.300}")
          .contains("^");
      assertThat(address(server)).isEqualTo("192.0.2.1");
      assertThat(server.metric("popdns_config_last_reload_successful")).isZero();
      JsonNode configuration = server.status().path("configuration");
      assertThat(configuration.path("servedFrom").asString()).isEqualTo("files");
      assertThat(configuration.path("lastLoad").path("successful").asBoolean()).isFalse();

      writeZone("192.0.2.3");
      assertThat(server.control(ControlRequest.of("reload")).path("reloaded").asBoolean()).isTrue();
      assertThat(server.metric("popdns_config_last_reload_successful")).isEqualTo(1);
      assertThat(address(server)).isEqualTo("192.0.2.3");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | :1:1: error: the file is empty",
        "# nothing | :1:1: error: the file is empty",
        "{} | :1:1: error: the clusters file lacks 'sites'",
      })
  void reload_emptiedClustersFile_changesNothing(String text, String problem) throws IOException {
    String clusters = clusters(9, "100ms");
    String zone = ZONE.formatted("192.0.2.1") + "images: {type: A, cluster: images}\n";
    try (TestServer server =
        TestServer.of(folder, "north", clusters, Map.of("example.com.yaml", zone))) {
      Files.writeString(folder.resolve("clusters.yaml"), text);

      JsonNode report = server.control(ControlRequest.of("reload"));

      assertThat(report.path("reloaded").asBoolean()).isFalse();
      assertThat(report.path("problems").asString())
          .startsWith(folder.resolve("clusters.yaml") + problem + "\n");
      assertThat(server.client().udp(QueryBytes.of("images.example.com.", 1)).answers())
          .containsExactly("images.example.com. 3600 A 127.0.0.9");
    }
  }

  @Test
  void reload_duringTheStart_isRefusedAndSaysWhy_andIsDoneOnceTheServerAnswers() throws Exception {
    // It takes connections, and says nothing: the first round of checks lasts as long as allowed.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.9"))) {
      String zone = ZONE.formatted("192.0.2.1") + "images: {type: A, cluster: images}\n";
      CompletableFuture<TestServer> starting =
          CompletableFuture.supplyAsync(
              () ->
                  TestServer.of(
                      folder,
                      "north",
                      clusters(silent.getLocalPort(), "3s"),
                      Map.of("example.com.yaml", zone)));
      List<ControlCallResult> results = new ArrayList<>();
      await()
          .until(
              () -> {
                results.add(
                    ControlSocketClient.call(
                        folder.resolve("control.sock"),
                        ControlRequest.of("reload"),
                        Duration.ofSeconds(10)));
                return results.getLast() instanceof ControlCallResult.Answer;
              });
      assertThat(results.getLast())
          .isEqualTo(
              new ControlCallResult.Answer(new ControlReply.Failed("the server is starting")));
      assertThat(starting).isNotDone();
      try (TestServer server = starting.get(1, TimeUnit.MINUTES)) {
        Files.writeString(
            folder.resolve("zones/example.com.yaml"), zone.replace("192.0.2.1", "192.0.2.2"));
        assertThat(server.control(ControlRequest.of("reload")).path("reloaded").asBoolean())
            .isTrue();
        assertThat(address(server)).isEqualTo("192.0.2.2");
      }
    }
  }

  private static String clusters(int port, String timeout) {
    return """
    sites: {north: }
    checks: {web: {http: {port: %d}, interval: 5s, timeout: %s}}
    clusters: {images: {check: web, members: {north: [127.0.0.9]}}}
    """
        .formatted(port, timeout);
  }

  @Test
  void reload_otherListenAddress_isRefusedWhole() throws IOException {
    try (TestServer server = server("192.0.2.1")) {
      Path file = folder.resolve("popdns.yaml");
      Files.writeString(file, Files.readString(file).replace("127.0.0.1:0\"]", "127.0.0.2:0\"]"));
      writeZone("192.0.2.2");
      JsonNode report = server.control(ControlRequest.of("reload"));
      assertThat(report.path("reason").asString())
          .isEqualTo("listen changed, which needs a restart");
      assertThat(address(server)).isEqualTo("192.0.2.1");
    }
  }

  @Test
  void reload_zoneRemoved_isRefusedAfterwards() throws IOException {
    try (TestServer server = server("192.0.2.1")) {
      Files.delete(folder.resolve("zones/example.com.yaml"));
      JsonNode report = server.control(ControlRequest.of("reload").with("removal", "allow"));
      assertThat(report.path("zones").asInt()).isZero();
      assertThat(report.path("news").asString()).isEqualTo("gone zones: example.com.");
      Decoded response = server.client().udp(QueryBytes.of("www.example.com.", 1));
      assertThat(response.rcode()).isEqualTo("REFUSED");
    }
  }

  @Test
  void start_brokenFilesAfterAGoodRun_servesTheStoredConfigurationAndSaysSo()
      throws IOException, InterruptedException {
    Path file = TestServer.write(folder, Optional.empty(), Optional.empty(), Map.of());
    ConfigurationStore store = new ConfigurationStore(folder.resolve("state"), file);
    writeZone("192.0.2.1");
    try (TestServer server = TestServer.start(file, Optional.of(store))) {
      assertThat(address(server)).isEqualTo("192.0.2.1");
    }
    writeZone("not an address");
    try (TestServer server = TestServer.start(file, Optional.of(store))) {
      assertThat(address(server)).isEqualTo("192.0.2.1");
      assertThat(server.metric("popdns_config_stored_served")).isEqualTo(1);
      assertThat(server.metric("popdns_config_last_reload_successful")).isZero();
      JsonNode configuration = server.status().path("configuration");
      assertThat(configuration.path("servedFrom").asString()).isEqualTo("stored");

      writeZone("192.0.2.9");
      assertThat(server.control(ControlRequest.of("reload")).path("reloaded").asBoolean()).isTrue();
      assertThat(address(server)).isEqualTo("192.0.2.9");
      assertThat(server.metric("popdns_config_stored_served")).isZero();
    }
  }

  private TestServer server(String address) {
    return TestServer.of(folder, Map.of("example.com.yaml", ZONE.formatted(address)));
  }

  private void writeZone(String address) throws IOException {
    Files.writeString(folder.resolve("zones/example.com.yaml"), ZONE.formatted(address));
  }

  private static String address(TestServer server) throws IOException {
    String answer = server.client().udp(QueryBytes.of("www.example.com.", 1)).answers().getFirst();
    return answer.substring(answer.lastIndexOf(' ') + 1);
  }
}
