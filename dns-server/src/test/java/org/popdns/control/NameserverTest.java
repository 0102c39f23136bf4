package org.popdns.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.TestServer;
import tools.jackson.databind.JsonNode;

/** The pages of the health endpoint, of a server at a site where nothing is healthy. */
final class NameserverTest {

  private static final String CLUSTERS =
      """
      sites:
        san-jose: {fallback: [japan]}
        japan: {}
      checks:
        web: {tcp: {port: 1}, interval: 60s, timeout: 1s, rise: 2, fall: 3}
      clusters:
        images:
          check: web
          minimum-healthy: 1
          when-below: withdraw
          members:
            san-jose: [127.0.0.201, {name: two, addresses: [127.0.0.202, "::1"]}]
            japan: [127.0.0.203]
      """;
  private static final String ZONE =
      """
      '':
        - {type: NS, values: [ns1.example.com.]}
      ns1: {type: A, value: 127.0.0.1}
      images: {type: A, ttl: 60, cluster: images}
      """;

  private TestServer server;

  /** The field is set before each test. */
  @SuppressWarnings("NullAway.Init")
  NameserverTest() {}

  @BeforeEach
  void start(@TempDir Path folder) {
    server = TestServer.of(folder, "san-jose", CLUSTERS, Map.of("example.com.yaml", ZONE));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readyz_saysWhyNot_andLivezLives() {
    assertThat(server.page("/readyz").statusCode()).isEqualTo(503);
    assertThat(server.page("/readyz").body())
        .isEqualTo(
            "cluster images has 0 healthy hosts at san-jose, 1 needed (when-below: withdraw)\n");
    assertThat(server.page("/livez").statusCode()).isEqualTo(200);
    assertThat(server.page("/healthz").body()).isEqualTo("ok\n");
  }

  @Test
  void status_tellsWhatIsAnsweredAndWhy() {
    JsonNode status = server.status();
    assertThat(status.path("site").asString()).isEqualTo("san-jose");
    assertThat(status.path("node").asString()).isEqualTo("ns1");
    assertThat(status.path("phase").asString()).isEqualTo("serving");
    assertThat(status.path("ready").asBoolean()).isFalse();
    assertThat(status.path("reasons").size()).isEqualTo(1);
    assertThat(status.path("zones").path(0).path("origin").asString()).isEqualTo("example.com.");
    assertThat(status.path("zones").path(0).path("serial").asLong())
        .isEqualTo((long) server.metric("popdns_zone_serial{zone=\"example.com.\"}"));
    JsonNode cluster = status.path("clusters").path(0);
    assertThat(cluster.path("answeredFrom").asString()).isEqualTo("san-jose");
    assertThat(cluster.path("reason").asString()).isEqualTo("fail-open");
    assertThat(cluster.path("because").asString())
        .isEqualTo("no host is healthy at any site; all addresses answer");
    assertThat(cluster.path("sites").toString())
        .isEqualTo(
            "[{\"site\":\"san-jose\",\"hosts\":2,\"healthy\":0,\"needed\":1},"
                + "{\"site\":\"japan\",\"hosts\":1,\"healthy\":0,\"needed\":1}]");
    assertThat(status.path("endpoints").size()).isEqualTo(4);
    JsonNode endpoint = status.path("endpoints").path(0);
    assertThat(endpoint.path("host").asString()).isEqualTo("127.0.0.201");
    assertThat(endpoint.path("status").asString()).isEqualTo("down");
    assertThat(endpoint.path("reason").asString()).isEqualTo("connection refused");
    assertThat(endpoint.path("probes").asLong()).isEqualTo(1);
  }
}
