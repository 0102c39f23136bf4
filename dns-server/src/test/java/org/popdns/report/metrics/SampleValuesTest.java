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
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;

/** A server that is asked over UDP and TCP, and then told to remember nothing. */
final class SampleValuesTest extends MetricValues {

  @TempDir private Path folder;

  /** Made by JUnit; the fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  SampleValuesTest() {}

  @Test
  @ValuesOf({"popdns_sample_queries", "popdns_sample_span_seconds"})
  void queries_areRemembered_whileTheFilesLetThem() throws IOException, InterruptedException {
    Path main = TestServer.write(folder, Optional.empty(), Optional.empty(), ExampleZone.FILES);
    try (TestServer server = TestServer.start(main, Optional.empty())) {
      // Its own queries, which it has asked by now, are not among them.
      assertThat(value(server, "popdns_sample_queries")).isZero();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                server.client().udp(QueryBytes.of("www.example.com.", 1));
                server.client().tcp(QueryBytes.of("www.example.com.", 28));
                assertThat(value(server, "popdns_sample_queries")).isGreaterThan(2);
              });
      assertThat(value(server, "popdns_sample_span_seconds")).isBetween(0.0, 30.0);

      Files.writeString(main, Files.readString(main) + "\nquery-sample: false\n");
      server.control(ControlRequest.of("reload"));
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(value(server, "popdns_sample_queries")).isZero());
      assertThat(value(server, "popdns_sample_span_seconds")).isZero();
    }
  }

  @Test
  @ValuesOf({"popdns_config_last_reload_moved_ratio", "popdns_config_reloads_refused_total"})
  void reloads_tellWhatTheyChange_andWhatForTheyAreRefused()
      throws IOException, InterruptedException {
    String zone = "'': {type: NS, value: ns.example.net.}\nwww: {type: A, value: 192.0.2.1}\n";
    Path main =
        TestServer.write(
            folder, Optional.empty(), Optional.empty(), Map.of("example.com.yaml", zone));
    Path file = folder.resolve("zones/example.com.yaml");
    try (TestServer server = TestServer.start(main, Optional.empty())) {
      assertThat(family(server, "popdns_config_last_reload_moved_ratio")).isEmpty();
      assertThat(family(server, "popdns_config_reloads_refused_total")).hasSize(4);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                for (int i = 0; i < 20; i++) {
                  server.client().udp(QueryBytes.of("www.example.com.", 1));
                }
                return value(server, "popdns_sample_queries") >= 60;
              });
      Files.writeString(file, zone + "www: {}\n");
      server.control(ControlRequest.of("reload"));
      assertThat(value(server, "popdns_config_reloads_refused_total{reason=\"files\"}"))
          .isEqualTo(1);
      Files.writeString(file, zone.replace("192.0.2.1", "192.0.2.2"));
      server.control(ControlRequest.of("reload"));
      assertThat(value(server, "popdns_config_last_reload_moved_ratio")).isEqualTo(1);
    }
  }

  @Test
  @ValuesOf("popdns_steering_clients_total")
  void clients_areCountedByWhatSaysWhereTheyAre() throws IOException, InterruptedException {
    String zone =
        """
        '': {type: NS, value: ns.example.net.}
        plain: {type: A, value: 192.0.2.1}
        www:
          type: A
          value: 192.0.2.250
          dynamic:
            pools: {one: {values: [{value: 192.0.2.11, status: up}]}}
            rules: [{geos: [EU], pool: one}, {pool: one}]
        """;
    Path main =
        TestServer.write(
            folder, Optional.empty(), Optional.empty(), Map.of("example.com.yaml", zone));
    Path places = folder.resolve("places.yaml");
    Files.writeString(places, "192.0.2.0/24: DE\n");
    Files.writeString(
        main, Files.readString(main) + "ecs: true\nplaces: {prefixes: places.yaml}\n");
    String known = "popdns_steering_clients_total{client=\"ecs\",source=\"" + places + "\"}";
    String unknown = "popdns_steering_clients_total{client=\"resolver\",source=\"none\"}";
    try (TestServer server = TestServer.start(main, Optional.empty())) {
      assertThat(family(server, "popdns_steering_clients_total")).isEmpty();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                for (int i = 0; i < 10; i++) {
                  QueryBytes query = QueryBytes.of("www.example.com.", 1);
                  server.client().udp(query);
                  server
                      .client()
                      .udp(QueryBytes.of("www.example.com.", 1).option(8, "00011800c00002"));
                  server.client().udp(QueryBytes.of("plain.example.com.", 1));
                }
                return family(server, "popdns_steering_clients_total").size() == 2;
              });
      assertThat(value(server, known)).isPositive();
      assertThat(value(server, unknown)).isPositive();
    }
  }
}
