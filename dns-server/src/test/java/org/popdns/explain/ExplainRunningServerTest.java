package org.popdns.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.record.RecordType;
import tools.jackson.databind.JsonNode;

/** What a running server explains is what it answers, and is counted as nobody's query. */
class ExplainRunningServerTest {

  private static final int HOSTS = 100;
  private static final int PAYLOAD_BYTES = 1232;

  private TestServer server;

  /** The field is set before each test. */
  @SuppressWarnings("NullAway.Init")
  ExplainRunningServerTest() {}

  @BeforeEach
  void start(@TempDir Path folder) {
    // Nobody listens there, so all are down and all answer.
    String members =
        IntStream.rangeClosed(1, HOSTS)
            .mapToObj(host -> "127.0.1." + host)
            .collect(Collectors.joining(", "));
    server =
        TestServer.of(
            folder,
            "here",
            "sites: {here: {}}\nchecks: {web: {tcp: {port: 9}}}\n"
                + ("clusters: {crowd: {check: web, members: {here: [" + members + "]}}}"),
            Map.of(
                "example.com.yaml",
                "'': {type: NS, value: ns.example.net.}\ncrowd: {type: A, cluster: crowd}\n"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void crowd_isAnsweredAsExplained_overTcpAndUdp() throws IOException {
    QueryBytes query = QueryBytes.of("crowd.example.com.", RecordType.A).opt(PAYLOAD_BYTES);
    Decoded whole = server.client().tcp(query);
    Decoded datagram = server.client().udp(query);

    JsonNode explained = explain();
    assertThat(records(explained)).hasSameElementsAs(whole.answers()).hasSize(HOSTS);
    assertThat(explained.path("udp").toString())
        .isEqualTo(
            "{\"bytes\":1232,\"answers\":%d,\"of\":%d,\"truncated\":false}"
                .formatted(datagram.answers().size(), HOSTS));
  }

  @Test
  void datagramOfASizeAskedFor_isShownAsItIsAnswered() throws IOException {
    for (int bytes : List.of(512, 700, PAYLOAD_BYTES, 4096)) {
      QueryBytes query = QueryBytes.of("crowd.example.com.", RecordType.A).opt(bytes);
      Decoded datagram = server.client().udp(query);

      JsonNode explained = explain(Map.of("udp", Integer.toString(bytes)));
      assertThat(records(explained)).hasSize(datagram.answers().size());
      assertThat(explained.path("udp").toString())
          .isEqualTo(
              "{\"bytes\":%d,\"answers\":%d,\"of\":%d,\"truncated\":false,\"shown\":true}"
                  .formatted(Math.min(bytes, PAYLOAD_BYTES), datagram.answers().size(), HOSTS));
    }
  }

  @Test
  void explanations_areNoClientsQueries() {
    explain();
    explain(Map.of("down", "all"));
    List<String> counted =
        server
            .page("/metrics")
            .body()
            .lines()
            .filter(
                line ->
                    line.matches(
                        "popdns_(dns_(requests|responses|truncated|cookies|dropped)"
                            + "|steering_decisions)_total.* [^0]+.*"))
            .toList();
    assertThat(counted).isEmpty();
  }

  private JsonNode explain() {
    return explain(Map.of());
  }

  private JsonNode explain(Map<String, String> options) {
    ControlRequest request = ControlRequest.of("explain").with("name", "crowd.example.com.");
    for (Map.Entry<String, String> option : options.entrySet()) {
      request = request.with(option.getKey(), option.getValue());
    }
    return server.control(request);
  }

  /** The records of the answer section, in the form of {@link Decoded#answers}. */
  private static List<String> records(JsonNode explanation) {
    return explanation
        .path("answer")
        .asString()
        .lines()
        .filter(line -> line.contains("\tA\t"))
        .map(line -> line.replace("\tIN\t", " ").replace('\t', ' '))
        .toList();
  }
}
