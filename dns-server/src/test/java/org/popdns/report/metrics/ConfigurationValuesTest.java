package org.popdns.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.TestServer;
import org.popdns.state.store.ConfigurationStore;
import tools.jackson.databind.JsonNode;

/** A server whose files go right and wrong. */
final class ConfigurationValuesTest extends MetricValues {

  private static final String ZONE =
      """
      @ 60 IN SOA ns1.example.net. hostmaster.example.net. %d 3600 600 86400 60
      @ 60 IN NS ns1.example.net.
      """;

  @TempDir private Path folder;
  private Path main;
  private ConfigurationStore store;

  /** Made by JUnit; the fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  ConfigurationValuesTest() {}

  @BeforeEach
  void write() throws IOException {
    main = TestServer.write(folder, Optional.empty(), Optional.empty(), Map.of());
    Files.writeString(main, "on-error: keep\n" + Files.readString(main));
    zone("one.example", 7);
    zone("two.example", 0xffffffffL);
    store = new ConfigurationStore(folder.resolve("state"), main);
  }

  private void zone(String origin, long serial) throws IOException {
    Files.writeString(folder.resolve("zones/" + origin + ".zone"), ZONE.formatted(serial));
  }

  private TestServer start() throws IOException, InterruptedException {
    return TestServer.start(main, Optional.of(store));
  }

  private static double seconds(JsonNode time) {
    return Instant.parse(time.asString()).toEpochMilli() / 1e3;
  }

  @Test
  @ValuesOf({
    "popdns_zone_serial",
    "popdns_zone_broken",
    "popdns_zones_broken",
    "popdns_zone_files_left_out"
  })
  void zones_areToldByTheirFiles() throws Exception {
    Files.writeString(folder.resolve("zones/exa..mple.zone"), ZONE.formatted(1));
    try (TestServer server = start()) {
      assertThat(family(server, "popdns_zone_serial"))
          .containsExactly(
              "popdns_zone_serial{zone=\"one.example.\"} 7.0",
              "popdns_zone_serial{zone=\"two.example.\"} 4.294967295E9");
      assertThat(value(server, "popdns_zone_files_left_out")).isEqualTo(1);
      assertThat(family(server, "popdns_zone_broken")).isEmpty();

      zone("one.example", 8);
      Files.writeString(folder.resolve("zones/two.example.zone"), "no zone");
      Files.writeString(folder.resolve("zones/new.example.zone"), "no zone");
      Files.delete(folder.resolve("zones/exa..mple.zone"));
      server.control(ControlRequest.of("reload"));
      assertThat(family(server, "popdns_zone_serial"))
          .containsExactly(
              "popdns_zone_serial{zone=\"one.example.\"} 8.0",
              "popdns_zone_serial{zone=\"two.example.\"} 4.294967295E9");
      assertThat(family(server, "popdns_zone_broken"))
          .containsExactly(
              "popdns_zone_broken{answer=\"last-good\",zone=\"two.example.\"} 1.0",
              "popdns_zone_broken{answer=\"servfail\",zone=\"new.example.\"} 1.0");
      assertThat(family(server, "popdns_zones_broken"))
          .containsExactly(
              "popdns_zones_broken{answer=\"last-good\"} 1.0",
              "popdns_zones_broken{answer=\"servfail\"} 1.0");
      assertThat(value(server, "popdns_zone_files_left_out")).isZero();
    }
  }

  @Test
  @ValuesOf({
    "popdns_config_last_reload_successful",
    "popdns_config_last_reload_timestamp_seconds",
    "popdns_config_served_since_timestamp_seconds",
    "popdns_config_stored_served",
    "popdns_config_stored"
  })
  void attempts_areToldWithTheirTimes() throws Exception {
    try (TestServer server = start()) {
      assertTimes(server);
      double read = value(server, "popdns_config_last_reload_timestamp_seconds");
      double since = value(server, "popdns_config_served_since_timestamp_seconds");
      assertThat(value(server, "popdns_config_last_reload_successful")).isEqualTo(1);
      assertThat(value(server, "popdns_config_stored_served")).isZero();
      awaitStored(server, 1);

      Files.writeString(main, Files.readString(main) + "nonsense: 1\n");
      server.control(ControlRequest.of("reload"));
      assertTimes(server);
      assertThat(value(server, "popdns_config_last_reload_successful")).isZero();
      assertThat(value(server, "popdns_config_last_reload_timestamp_seconds")).isGreaterThan(read);
      assertThat(value(server, "popdns_config_served_since_timestamp_seconds")).isEqualTo(since);
      awaitStored(server, 1);
    }
    try (TestServer server = start()) {
      assertThat(value(server, "popdns_config_stored_served")).isEqualTo(1);
      assertThat(value(server, "popdns_config_last_reload_successful")).isZero();
    }
  }

  private void awaitStored(TestServer server, int count) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> value(server, "popdns_config_stored") == count);
  }

  private void assertTimes(TestServer server) {
    JsonNode configuration = server.status().path("configuration");
    assertThat(value(server, "popdns_config_last_reload_timestamp_seconds"))
        .isEqualTo(seconds(configuration.path("lastLoad").path("at")));
    assertThat(value(server, "popdns_config_served_since_timestamp_seconds"))
        .isEqualTo(seconds(configuration.path("since")));
  }

  @Test
  @ValuesOf("popdns_config_store_successful")
  void stateThatIsNoFolder_isTold() throws Exception {
    try (TestServer server = start()) {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> value(server, "popdns_config_store_successful") == 1);
    }
    Path file = folder.resolve("file");
    Files.writeString(file, "no folder");
    store = new ConfigurationStore(file, main);
    try (TestServer server = start()) {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> value(server, "popdns_config_store_successful") == 0);
    }
  }
}
