package org.popdns.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import tools.jackson.databind.JsonNode;

/** A running server that was asked by clients of two countries, three to one, and then reloads. */
final class ReloadImpactTest {

  private static final ControlRequest RELOAD = ControlRequest.of("reload");
  private static final ControlRequest DRY_RUN = RELOAD.with("dryRun", "true");
  private static final String GERMAN = "00011800c00002";
  private static final String AMERICAN = "00011800c63364";

  private static final String ZONE =
      """
      '': {type: NS, value: ns.example.net.}
      www:
        type: A
        ttl: 60
        value: 192.0.2.250
        dynamic:
          pools:
            europe: {values: [{value: 192.0.2.11, status: up}]}
            america: {values: [{value: 198.51.100.21, status: up}]}
            four:
              values:
                - {value: 192.0.2.11, status: up}
                - {value: 192.0.2.12, status: up}
                - {value: 192.0.2.13, status: up}
                - {value: 192.0.2.14, status: up}
          rules:
            - {subnets: [203.0.113.1/32], pool: europe}
            - {subnets: [203.0.113.2/32], pool: america}
            - {subnets: [203.0.113.3/32], pool: four}
            - {geos: [EU], pool: europe}
            - {pool: america}
      """;

  @TempDir private Path folder;

  /** Made by JUnit; the field is set before each test. */
  @SuppressWarnings("NullAway.Init")
  ReloadImpactTest() {}

  private TestServer asked(String more) throws IOException, InterruptedException {
    Path main =
        TestServer.write(
            folder, Optional.empty(), Optional.empty(), Map.of("example.com.yaml", ZONE));
    Files.writeString(folder.resolve("places.yaml"), "192.0.2.0/24: DE\n198.51.100.0/24: US\n");
    Files.writeString(
        main, Files.readString(main) + "ecs: true\nplaces: {prefixes: places.yaml}\n" + more);
    TestServer server = TestServer.start(main, Optional.empty());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              for (int i = 0; i < 40; i++) {
                answer(server, i % 4 == 3 ? AMERICAN : GERMAN);
              }
              return server.metric("popdns_sample_queries") >= 100;
            });
    return server;
  }

  private static List<String> answer(TestServer server, String subnet) throws IOException {
    return server.client().udp(QueryBytes.of("www.example.com.", 1).option(8, subnet)).answers();
  }

  private void zone(String text) throws IOException {
    Files.writeString(folder.resolve("zones/example.com.yaml"), text);
  }

  @Test
  void dryRun_tellsRegionsAndShareOfQueries_andChangesNothing()
      throws IOException, InterruptedException {
    try (TestServer server = asked("")) {
      zone(ZONE.replace("[EU], pool: europe", "[EU], pool: america"));
      JsonNode report = server.control(DRY_RUN);
      assertThat(report.path("reloaded").asBoolean()).isFalse();
      assertThat(report.has("reason")).isFalse();
      assertThat(report.path("zonesChanged").asInt()).isEqualTo(1);
      assertThat(report.path("regions")).hasSize(1);
      JsonNode region = report.path("regions").get(0);
      assertThat(region.path("before").path("clients").asString()).isEqualTo("EU");
      assertThat(region.path("before").path("pool").asString()).isEqualTo("europe");
      assertThat(region.path("after").path("pool").asString()).isEqualTo("america");
      JsonNode sample = report.path("sample");
      assertThat(sample.path("queries").asInt()).isGreaterThanOrEqualTo(100);
      assertThat(sample.path("moved").asDouble()).isBetween(0.6, 0.9);
      assertThat(sample.path("movedLow").asDouble()).isLessThan(sample.path("moved").asDouble());
      assertThat(sample.path("movedHigh").asDouble())
          .isGreaterThan(sample.path("moved").asDouble());
      assertThat(sample.path("names").get(0).path("of").asString()).isEqualTo("www.example.com. A");
      assertThat(sample.path("clients").get(0).path("of").asString()).isEqualTo("EU");
      assertThat(sample.path("networks")).hasSize(1);
      assertThat(sample.path("networks").get(0).path("of").asString()).isEqualTo("192.0.2.0/24");
      assertThat(answer(server, GERMAN)).containsExactly("www.example.com. 60 A 192.0.2.11");

      // One of four addresses is the former: three quarters of the Germans' questions go elsewhere.
      zone(ZONE.replace("[EU], pool: europe", "[EU], pool: four"));
      JsonNode parts = server.control(DRY_RUN).path("sample");
      double touched = parts.path("touched").asDouble();
      assertThat(touched).isBetween(0.6, 0.9);
      assertThat(parts.path("moved").asDouble()).isBetween(0.74 * touched, 0.76 * touched);

      zone("'': {type: NS, value: 5}");
      JsonNode broken = server.control(DRY_RUN);
      assertThat(broken.path("reason").asString()).contains("example.com.yaml");
      assertThat(broken.has("sample")).isFalse();
      assertThat(server.metric("popdns_config_last_reload_successful")).isEqualTo(1);
    }
  }

  @Test
  void maxChange_refusesMore_andTheConfiguredOneHoldsForEveryReload()
      throws IOException, InterruptedException {
    try (TestServer server = asked("max-change: 20%\n")) {
      zone(ZONE.replace("[EU], pool: europe", "[EU], pool: america"));
      JsonNode refused = server.control(RELOAD);
      assertThat(refused.path("reloaded").asBoolean()).isFalse();
      assertThat(refused.path("reason").asString())
          .matches(
              "[678][0-9]\\.[0-9] % of [0-9,]+ sampled queries of the last [0-9]+ s get other"
                  + " addresses or records, more than max-change, 20%; if that is meant: popdns"
                  + " reload --max-change [678][0-9]%");
      assertThat(server.metric("popdns_config_reloads_refused_total{reason=\"change\"}"))
          .isEqualTo(1);
      assertThat(server.metric("popdns_config_last_reload_moved_ratio")).isBetween(0.6, 0.9);
      assertThat(server.control(ControlRequest.of("history")).toString())
          .contains("more than max-change, 20%");
      assertThat(answer(server, GERMAN)).containsExactly("www.example.com. 60 A 192.0.2.11");

      // Less than that: a quarter of the queries would, but another limit is asked for.
      zone(ZONE.replace("- {pool: america}", "- {pool: four}"));
      assertThat(server.control(RELOAD.with("maxChange", "10")).path("reloaded").asBoolean())
          .isFalse();
      JsonNode served = server.control(RELOAD.with("maxChange", "45"));
      assertThat(served.path("reloaded").asBoolean()).isTrue();
      assertThat(served.path("change").asString()).contains("sampled queries of the last");
      assertThat(answer(server, AMERICAN)).hasSize(4);
    }
  }

  @Test
  void placesAlone_areToldOf() throws IOException, InterruptedException {
    try (TestServer server = asked("")) {
      Files.writeString(
          folder.resolve("places.yaml"),
          "192.0.2.0/24: US\n198.51.100.0/24: US\n2001:db8::/32: DE\n");
      JsonNode report = server.control(RELOAD);
      assertThat(report.path("zonesChanged").asInt()).isZero();
      assertThat(report.path("news").asString())
          .isEqualTo("places: 2 prefixes new, 1 gone, 3 in all");
      assertThat(report.path("change").asString()).contains(" % of ");
      assertThat(answer(server, GERMAN)).containsExactly("www.example.com. 60 A 198.51.100.21");
    }
  }

  @Test
  void tooFewQueries_holdNothingBack_unlessALimitIsAskedFor()
      throws IOException, InterruptedException {
    try (TestServer server = asked("max-change: 20%\n")) {
      String main = Files.readString(folder.resolve("popdns.yaml"));
      Files.writeString(folder.resolve("popdns.yaml"), main + "query-sample: false\n");
      server.control(RELOAD);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> server.metric("popdns_sample_queries") == 0);
      zone(ZONE.replace("[EU], pool: europe", "[EU], pool: america"));
      assertThat(server.control(RELOAD.with("maxChange", "50")).path("reason").asString())
          .isEqualTo(
              "only 0 queries are sampled, too few to tell whether more than 50% get other"
                  + " addresses; without --max-change it is taken up");
      assertThat(server.control(RELOAD).path("reloaded").asBoolean()).isTrue();
    }
  }
}
