package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.state.store.ConfigurationStore;
import tools.jackson.databind.JsonNode;

/** No push takes a site off the net. */
class ReloadRemovalTest {

  private static final String ZONE =
      """
      '': {type: NS, value: ns.example.net.}
      a: {type: A, value: 192.0.2.1}
      b: {type: A, value: 192.0.2.1}
      c: {type: A, value: 192.0.2.1}
      """;

  private static final ControlRequest RELOAD = ControlRequest.of("reload");
  private static final ControlRequest ALLOWED = RELOAD.with("removal", "allow");

  @TempDir private Path folder;

  @Test
  void emptiedFolder_changesNothing_andIsSaidEverywhere() throws IOException {
    try (TestServer server = servers("a.example", "b.example")) {
      remove("a.example", "b.example");
      JsonNode report = server.control(RELOAD);
      String reason =
          "would remove 2 of 2 zones: a.example., b.example.; 8 of 8 names: a.example.,"
              + " a.a.example., b.a.example., c.a.example., b.example. and 3 more,"
              + " so that none of the zones that are served is left;"
              + " if that is meant: popdns reload --allow-removal";
      assertThat(report.path("reloaded").asBoolean()).isFalse();
      assertThat(report.path("reason").asString()).isEqualTo(reason);
      assertThat(rcode(server, "a.b.example.")).isEqualTo("NOERROR");
      assertThat(server.page("/readyz").statusCode()).isEqualTo(200);
      JsonNode attempt = server.status().path("configuration").path("lastLoad");
      assertThat(attempt.path("failure").asString()).isEqualTo(reason);
      assertThat(server.metric("popdns_config_last_reload_successful")).isZero();
    }
  }

  @Test
  void emptiedFolder_isServedIfTheOperatorMeansIt_andThenTheNodeIsNotReady() throws IOException {
    try (TestServer server = servers("a.example")) {
      remove("a.example");
      JsonNode report = server.control(ALLOWED);
      assertThat(report.path("reloaded").asBoolean()).isTrue();
      assertThat(report.path("news").asString()).isEqualTo("gone zones: a.example.");
      assertThat(rcode(server, "a.a.example.")).isEqualTo("REFUSED");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> server.page("/readyz").statusCode() == 503);
      assertThat(server.page("/readyz").body())
          .isEqualTo("no zone is served, every query is refused\n");
      assertThat(server.page("/livez").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void missingFolder_changesNothing() throws IOException {
    try (TestServer server = servers("a.example")) {
      Files.move(folder.resolve("zones"), folder.resolve("elsewhere"));
      assertThat(server.control(ALLOWED).path("reloaded").asBoolean()).isFalse();
      assertThat(rcode(server, "a.a.example.")).isEqualTo("NOERROR");
    }
  }

  @Test
  void linkedFolder_swappedForAnEmptyOne_changesNothing() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("v1"));
    Files.createSymbolicLink(folder.resolve("zones"), Path.of("v1"));
    try (TestServer server = servers("a.example")) {
      Files.delete(folder.resolve("zones"));
      Files.createSymbolicLink(folder.resolve("zones"), Path.of("empty"));
      assertThat(server.control(RELOAD).path("reloaded").asBoolean()).isFalse();
      assertThat(rcode(server, "a.a.example.")).isEqualTo("NOERROR");
    }
  }

  @Test
  void listOfZonesIsEmptied_changesNothing() throws IOException {
    try (TestServer server = servers("a.example")) {
      Path file = folder.resolve("popdns.yaml");
      Files.writeString(file, Files.readString(file).replace("zones: zones/", "zones: []"));
      assertThat(server.control(RELOAD).path("reason").asString())
          .startsWith("would remove 1 of 1 zones: a.example.; ");
      assertThat(rcode(server, "a.a.example.")).isEqualTo("NOERROR");
    }
  }

  @Test
  void oneZoneOfThreeGoes_isServed_andTheNextWithinMinutesIsNot() throws IOException {
    try (TestServer server = servers("a.example", "b.example", "c.example")) {
      remove("a.example");
      assertThat(server.control(RELOAD).path("news").asString())
          .isEqualTo("gone zones: a.example.");
      remove("b.example");
      assertThat(server.control(RELOAD).path("reason").asString())
          .isEqualTo(
              "would remove 1 of 2 zones: b.example., after 1 within 10 minutes;"
                  + " 4 of 8 names: b.example., a.b.example., b.b.example., c.b.example.,"
                  + " after 4 within 10 minutes, more than max-removed, 50%;"
                  + " if that is meant: popdns reload --allow-removal");
      assertThat(server.control(ALLOWED).path("reloaded").asBoolean()).isTrue();
      assertThat(rcode(server, "a.c.example.")).isEqualTo("NOERROR");
    }
  }

  @Test
  void pushThatLoosensItsOwnLimit_isJudgedByTheOneThatIsServed() throws IOException {
    try (TestServer server = servers("a.example")) {
      Path file = folder.resolve("popdns.yaml");
      Files.writeString(file, Files.readString(file) + "max-removed: 100%\n");
      write("a.example", ZONE.lines().limit(1).toList());
      assertThat(server.control(RELOAD).path("reloaded").asBoolean()).isFalse();
      write("a.example", ZONE.lines().toList());
      assertThat(server.control(RELOAD).path("reloaded").asBoolean()).isTrue();
      write("a.example", ZONE.lines().limit(1).toList());
      assertThat(server.control(RELOAD).path("reloaded").asBoolean()).isTrue();
    }
  }

  @Test
  void removalThatIsNoWord_isRefused() {
    try (TestServer server = servers("a.example")) {
      assertThatThrownBy(() -> server.control(RELOAD.with("removal", "yes")))
          .hasMessageContaining("'removal' is 'allow', or it is left out");
    }
  }

  @Test
  void refusedRemoval_andARestart_serveTheStoredConfiguration()
      throws IOException, InterruptedException {
    Path file =
        TestServer.write(
            folder, Optional.empty(), Optional.empty(), Map.of("a.example.yaml", ZONE));
    ConfigurationStore store = new ConfigurationStore(folder.resolve("state"), file);
    try (TestServer server = TestServer.start(file, Optional.of(store))) {
      remove("a.example");
      assertThat(server.control(RELOAD).path("reloaded").asBoolean()).isFalse();
    }
    try (TestServer server = TestServer.start(file, Optional.of(store))) {
      assertThat(rcode(server, "a.a.example.")).isEqualTo("NOERROR");
      assertThat(server.metric("popdns_config_stored_served")).isEqualTo(1);
      JsonNode configuration = server.status().path("configuration");
      assertThat(configuration.path("servedFrom").asString()).isEqualTo("stored");
      assertThat(configuration.path("lastLoad").path("failure").asString())
          .isEqualTo(
              "would remove 1 of 1 zones: a.example.; 4 of 4 names: a.example., a.a.example.,"
                  + " b.a.example., c.a.example., so that none of the zones that are served is"
                  + " left; if that is meant: popdns reload --allow-removal");
      assertThat(server.control(RELOAD).path("reloaded").asBoolean()).isFalse();
      assertThat(server.control(ALLOWED).path("reloaded").asBoolean()).isTrue();
    }
  }

  private TestServer servers(String... zones) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String zone : zones) {
      files.put(zone + ".yaml", ZONE);
    }
    return TestServer.of(folder, files);
  }

  private void remove(String... zones) throws IOException {
    for (String zone : zones) {
      Files.delete(folder.resolve("zones").resolve(zone + ".yaml"));
    }
  }

  private void write(String zone, List<String> lines) throws IOException {
    Files.write(folder.resolve("zones").resolve(zone + ".yaml"), lines);
  }

  private static String rcode(TestServer server, String name) throws IOException {
    return server.client().udp(QueryBytes.of(name, 1)).rcode();
  }
}
