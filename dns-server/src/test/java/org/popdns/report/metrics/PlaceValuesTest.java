package org.popdns.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.TestServer;
import org.popdns.place.DatabaseWriter;

/** A server whose database comes, goes, and comes anew. */
final class PlaceValuesTest extends MetricValues {

  @TempDir private Path folder;

  /** Made by JUnit; the fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  PlaceValuesTest() {}

  @Test
  @ValuesOf({
    "popdns_place_database_usable",
    "popdns_place_database_built_timestamp_seconds",
    "popdns_place_database_networks",
    "popdns_place_prefixes",
    "popdns_region_tables_bytes"
  })
  void database_isReadWhenItChanges_andStaysWhenItIsBroken()
      throws IOException, InterruptedException {
    Path main = TestServer.write(folder, Optional.empty(), Optional.empty(), Map.of());
    Path file = folder.resolve("country.mmdb");
    Files.writeString(folder.resolve("places.yaml"), "192.0.2.0/24: DE\n");
    Files.writeString(
        main,
        "places: {prefixes: places.yaml, databases: %s}\n".formatted(file)
            + Files.readString(main));
    String label = "{file=\"" + file + "\"}";
    try (TestServer server = TestServer.start(main, Optional.empty())) {
      assertThat(value(server, "popdns_place_database_usable" + label)).isZero();
      assertThat(family(server, "popdns_place_database_networks")).isEmpty();
      assertThat(family(server, "popdns_place_database_built_timestamp_seconds")).isEmpty();
      assertThat(value(server, "popdns_place_prefixes")).isEqualTo(1);
      assertThat(value(server, "popdns_region_tables_bytes")).isZero();

      new DatabaseWriter(6, 24, "country")
          .built(1_780_000_001L)
          .put("192.0.2.0/24", Map.of("country_code", "DE"))
          .put("2001:db8::/32", Map.of("country_code", "FR"))
          .write(file);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(value(server, "popdns_place_database_usable" + label)).isEqualTo(1));
      assertThat(value(server, "popdns_place_database_built_timestamp_seconds" + label))
          .isEqualTo(1_780_000_001L);
      assertThat(value(server, "popdns_place_database_networks" + label)).isEqualTo(2);

      Files.writeString(file, "broken");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(value(server, "popdns_place_database_usable" + label)).isZero());
      assertThat(value(server, "popdns_place_database_networks" + label)).isEqualTo(2);
    }
  }
}
