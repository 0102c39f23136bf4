package org.popdns.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.TestServer;
import tools.jackson.databind.JsonNode;

/** What a running server says of countries is by the health that it has seen. */
class MapRunningServerTest {

  private static final String ZONE =
      """
      '': {type: NS, value: ns.example.net.}
      www:
        type: A
        value: 192.0.2.250
        dynamic:
          pools:
            europe: {fallback: world, values: [{value: 127.0.1.1}]}
            world: {values: [{value: 127.0.1.2, status: up}]}
          rules: [{geos: [EU], pool: europe}, {pool: world}]
        octodns: {healthcheck: {protocol: TCP, port: 9}}
      """;

  /** Made by JUnit. */
  MapRunningServerTest() {}

  @Test
  void countries_getWhatIsUp(@TempDir Path folder) {
    try (TestServer server = TestServer.of(folder, Map.of("example.com.yaml", ZONE))) {
      // Nobody listens there, so Europe's pool is down.
      JsonNode map = server.control(map("www.example.com."));
      assertThat(map.path("at").asString("")).endsWith("Z");
      assertThat(country(map, "DE"))
          .isEqualTo(
              "{\"country\":\"DE\",\"continent\":\"EU\",\"rule\":1,\"answeredFrom\":\"world\","
                  + "\"reason\":\"fallback\"}");
      assertThat(country(map, "JP"))
          .isEqualTo(
              "{\"country\":\"JP\",\"continent\":\"AS\",\"rule\":2,\"answeredFrom\":\"world\","
                  + "\"reason\":\"first-pool\"}");
      assertThat(map.path("elsewhere").path("rule").asInt()).isEqualTo(2);
      assertThat(
              server.control(map("www.example.com.").with("down", "all")).path("down").toString())
          .isEqualTo("[\"all\"]");
    }
  }

  private static ControlRequest map(String name) {
    return ControlRequest.of("map").with("name", name);
  }

  private static String country(JsonNode map, String code) {
    return map.path("countries")
        .valueStream()
        .filter(country -> country.path("country").asString("").equals(code))
        .findFirst()
        .map(JsonNode::toString)
        .orElse("none");
  }
}
