package org.popdns.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.record.RecordType;
import tools.jackson.databind.JsonNode;

/** Records with rules at a node without site: what is told of them is what is answered. */
final class RecordsOwnValuesTest {

  private TestServer server;

  /** The field is set before each test. */
  @SuppressWarnings("NullAway.Init")
  RecordsOwnValuesTest() {}

  @BeforeEach
  void start(@TempDir Path folder) {
    server =
        TestServer.of(
            folder,
            Map.of(
                "example.com.yaml",
                """
                '': {type: NS, value: ns.example.net.}
                www:
                  type: A
                  ttl: 60
                  values: [192.0.2.250, 192.0.2.251]
                  dynamic:
                    pools:
                      here: {values: [{value: 192.0.2.11, status: up}]}
                      down: {values: [{value: 192.0.2.21, status: down}]}
                      up: {values: [{value: 192.0.2.31, status: up}]}
                    rules:
                      - {subnets: [198.51.100.0/24], pool: here}
                      - {subnets: [127.0.0.0/8], pool: down}
                      - {pool: up}
                  octodns: {popdns: {rules: [{rule: 1, sites: [here]}]}}
                """));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whereNobodyIsHealthy_statusHasTheRecordsOwnValues() throws Exception {
    assertThat(server.client().udp(QueryBytes.of("www.example.com.", RecordType.A)).answers())
        .containsExactlyInAnyOrder(
            "www.example.com. 60 A 192.0.2.250", "www.example.com. 60 A 192.0.2.251");

    JsonNode answers = server.status().path("plans").path(0).path("answers");
    assertThat(answers.path(0).path("reason").asString()).isEqualTo("fail-open");
    assertThat(answers.path(0).path("addresses").toString())
        .isEqualTo("[\"192.0.2.250\",\"192.0.2.251\"]");
    assertThat(answers.path(1).path("reason").asString()).isEqualTo("first-pool");
    assertThat(answers.path(1).path("addresses").toString()).isEqualTo("[\"192.0.2.31\"]");
  }

  @Test
  void rulesForSites_areExplained() {
    JsonNode explained =
        server.control(
            ControlRequest.of("explain")
                .with("name", "www.example.com.")
                .with("client", "198.51.100.1"));
    JsonNode plan = explained.path("plans").path(0);
    assertThat(plan.path("rules").path(0).path("verdict").asString())
        .isEqualTo("passed over: for here, and this node has no site");
    assertThat(plan.path("pool").asString()).isEqualTo("up");
    assertThat(explained.path("answer").asString())
        .contains("www.example.com.\t60\tIN\tA\t192.0.2.31\n");
  }
}
