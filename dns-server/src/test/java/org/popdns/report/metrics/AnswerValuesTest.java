package org.popdns.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;
import org.popdns.wire.EdnsOption;
import org.xbill.DNS.GenericEDNSOption;

/** A server at a site where nothing is healthy, and a few queries. */
final class AnswerValuesTest extends MetricValues {

  private static final int A = 1;
  private static final int TXT = 16;
  private static final int SPF = 99;
  private static final String CLIENT_COOKIE = "0102030405060708";
  private static final int MOST_CONNECTIONS_OF_A_CLIENT = 64;

  private TestServer server;

  /** The field is set before each test. */
  @SuppressWarnings("NullAway.Init")
  AnswerValuesTest() {}

  @BeforeEach
  void start(@TempDir Path folder) {
    server =
        TestServer.of(
            folder,
            "san-jose",
            """
            sites: {san-jose: {}}
            checks: {web: {tcp: {port: 1}, interval: 60s, timeout: 5s, rise: 2, fall: 3}}
            clusters: {images: {check: web, members: {san-jose: [127.0.0.201]}}}
            """,
            Map.of(
                "example.com.yaml",
                """
                '': {type: NS, value: ns1.example.com.}
                ns1: {type: A, value: 127.0.0.1}
                images: {type: A, cluster: images}
                big: {type: TXT, values: [%s]}
                """
                    .formatted(String.join(", ", bigTexts()))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<String> bigTexts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      texts.add(("text" + i).repeat(40));
    }
    return texts;
  }

  private String serverCookie(String cookie) throws IOException {
    Decoded decoded =
        server.client().udp(QueryBytes.of("ns1.example.com.", A).option(EdnsOption.COOKIE, cookie));
    return decoded.message().getOPT().getOptions(EdnsOption.COOKIE).stream()
        .map(option -> HexFormat.of().formatHex(optionData(option)))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] optionData(org.xbill.DNS.EDNSOption option) {
    return option instanceof GenericEDNSOption generic
        ? java.util.Arrays.copyOfRange(generic.toWire(), 4, generic.toWire().length)
        : java.util.Arrays.copyOfRange(option.toWire(), 4, option.toWire().length);
  }

  private void query() throws IOException {
    DnsClient client = server.client();
    client.udp(QueryBytes.of("images.example.com.", A));
    client.udp(QueryBytes.of("big.example.com.", TXT));
    client.tcp(QueryBytes.of("nothere.example.com.", SPF));
    String cookie = serverCookie(CLIENT_COOKIE);
    assertThat(serverCookie(cookie)).isEqualTo(cookie);
    serverCookie(CLIENT_COOKIE + "0100000000000000ffffffffffffffff");
    // Each beside a good query for id.server. CH TXT, which shows that it was read.
    assertThat(client.ignores(new byte[11])).isTrue();
    assertThat(client.ignores(QueryBytes.of("images.example.com.", A).flags(0x8000).bytes()))
        .isTrue();
  }

  @Test
  @ValuesOf({
    "popdns_dns_requests_total",
    "popdns_dns_responses_total",
    "popdns_dns_truncated_total",
    "popdns_dns_cookies_total",
    "popdns_dns_dropped_total",
    "popdns_dns_request_duration_seconds",
    "popdns_steering_decisions_total"
  })
  void queries_areCountedOnceEach() throws IOException {
    assertThat(family(server, "popdns_dns_requests_total")).isEmpty();
    assertThat(family(server, "popdns_dns_responses_total")).isEmpty();
    query();
    assertThat(family(server, "popdns_dns_requests_total"))
        .containsExactly(
            "popdns_dns_requests_total{family=\"ipv4\",proto=\"tcp\",type=\"SPF\"} 1.0",
            "popdns_dns_requests_total{family=\"ipv4\",proto=\"udp\",type=\"A\"} 4.0",
            "popdns_dns_requests_total{family=\"ipv4\",proto=\"udp\",type=\"TXT\"} 3.0");
    assertThat(family(server, "popdns_dns_responses_total"))
        .containsExactly(
            "popdns_dns_responses_total{family=\"ipv4\",proto=\"tcp\",rcode=\"NXDOMAIN\"} 1.0",
            "popdns_dns_responses_total{family=\"ipv4\",proto=\"udp\",rcode=\"NOERROR\"} 7.0");
    assertThat(family(server, "popdns_dns_truncated_total"))
        .containsExactly(
            "popdns_dns_truncated_total{family=\"ipv4\",proto=\"tcp\"} 0.0",
            "popdns_dns_truncated_total{family=\"ipv4\",proto=\"udp\"} 1.0",
            "popdns_dns_truncated_total{family=\"ipv6\",proto=\"tcp\"} 0.0",
            "popdns_dns_truncated_total{family=\"ipv6\",proto=\"udp\"} 0.0");
    assertThat(family(server, "popdns_dns_cookies_total"))
        .containsExactly(
            "popdns_dns_cookies_total{result=\"client-only\"} 1.0",
            "popdns_dns_cookies_total{result=\"invalid\"} 1.0",
            "popdns_dns_cookies_total{result=\"valid\"} 1.0");
    assertThat(family(server, "popdns_dns_dropped_total"))
        .containsExactly(
            "popdns_dns_dropped_total{reason=\"error\"} 0.0",
            "popdns_dns_dropped_total{reason=\"receive-buffer\"} 0.0",
            "popdns_dns_dropped_total{reason=\"response\"} 1.0",
            "popdns_dns_dropped_total{reason=\"send\"} 0.0",
            "popdns_dns_dropped_total{reason=\"short\"} 1.0",
            "popdns_dns_dropped_total{reason=\"source\"} 0.0");
    assertThat(family(server, "popdns_steering_decisions_total"))
        .containsExactly(
            "popdns_steering_decisions_total{pool=\"images/san-jose\",reason=\"fail-open\"} 1.0");
    // Counted when the responses are sent already: eight of them, and two messages without one.
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(family(server, "popdns_dns_request_duration_seconds"))
                    .hasSize(15)
                    .contains(
                        "popdns_dns_request_duration_seconds_count 10",
                        "popdns_dns_request_duration_seconds_bucket{le=\"+Inf\"} 10")
                    .last()
                    .asString()
                    .matches("popdns_dns_request_duration_seconds_sum [0-9.E-]+")
                    .doesNotEndWith(" 0.0"));
  }

  @Test
  @ValuesOf("popdns_dns_own_queries_total")
  void ownQueries_areCountedApart() throws IOException {
    String own = "popdns_dns_own_queries_total{family=\"ipv4\",proto=\"udp\"}";
    double before = value(server, own);
    server.client().udp(QueryBytes.of("ns1.example.com.", A));
    List<String> after = family(server, "popdns_dns_own_queries_total");
    assertThat(after)
        .contains(
            "popdns_dns_own_queries_total{family=\"ipv4\",proto=\"tcp\"} 0.0",
            "popdns_dns_own_queries_total{family=\"ipv6\",proto=\"tcp\"} 0.0",
            "popdns_dns_own_queries_total{family=\"ipv6\",proto=\"udp\"} 0.0")
        .hasSize(4);
    await().atMost(Duration.ofSeconds(10)).until(() -> value(server, own) >= before + 1);
    assertThat(server.metric("popdns_dns_requests_total{family=\"ipv4\",proto=\"udp\",type=\"A\"}"))
        .isEqualTo(1);
  }

  @Test
  @ValuesOf({
    "popdns_udp_workers",
    "popdns_udp_receive_buffer_bytes",
    "popdns_udp_system_calls_total"
  })
  void wayOfDatagrams_isTold() throws IOException {
    String transport = server.status().path("transport").path("name").asString();
    assertThat(family(server, "popdns_udp_workers"))
        .containsExactly(
            "popdns_udp_workers{transport=\"%s\"} %d.0".formatted(transport, server.workers()));
    assertThat(value(server, "popdns_udp_receive_buffer_bytes"))
        .isPositive()
        .isEqualTo(server.status().path("transport").path("receiveBufferBytes").asDouble());
    String received = "popdns_udp_system_calls_total{call=\"recvmmsg\"}";
    String sent = "popdns_udp_system_calls_total{call=\"sendmmsg\"}";
    double receivedBefore = value(server, received);
    double sentBefore = value(server, sent);
    for (int i = 0; i < 10; i++) {
      server.client().udp(QueryBytes.of("ns1.example.com.", A));
    }
    // One call each at least for what is asked one after the other; Netty has calls of its own.
    int least = transport.equals("recvmmsg") ? 10 : 0;
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(value(server, sent) - sentBefore).isBetween(least * 1.0, least * 9.0));
    assertThat(value(server, received) - receivedBefore).isGreaterThanOrEqualTo(least);
  }

  @Test
  @ValuesOf({
    "popdns_tcp_connections_open",
    "popdns_tcp_connections_refused_total",
    "popdns_tcp_connections_closed_total",
    "popdns_tcp_idle_timeout_seconds"
  })
  void connections_areCountedFromTheirBeginningToTheirEnd() throws IOException {
    assertThat(value(server, "popdns_tcp_idle_timeout_seconds")).isEqualTo(10);
    List<DnsClient.Tcp> connections = new ArrayList<>();
    for (int i = 0; i < MOST_CONNECTIONS_OF_A_CLIENT; i++) {
      connections.add(server.client().tcp());
    }
    awaitOpen(MOST_CONNECTIONS_OF_A_CLIENT);
    try (DnsClient.Tcp one = server.client().tcp()) {
      assertThat(one.isClosedByServer()).isTrue();
    }
    assertThat(family(server, "popdns_tcp_connections_refused_total"))
        .containsExactly(
            "popdns_tcp_connections_refused_total{reason=\"client-limit\"} 1.0",
            "popdns_tcp_connections_refused_total{reason=\"limit\"} 0.0");
    for (DnsClient.Tcp connection : connections) {
      connection.close();
    }
    awaitOpen(0);
    assertThat(family(server, "popdns_tcp_connections_closed_total"))
        .containsExactly(
            "popdns_tcp_connections_closed_total{reason=\"done\"} 64.0",
            "popdns_tcp_connections_closed_total{reason=\"error\"} 0.0",
            "popdns_tcp_connections_closed_total{reason=\"idle\"} 0.0",
            "popdns_tcp_connections_closed_total{reason=\"not-a-query\"} 0.0",
            "popdns_tcp_connections_closed_total{reason=\"slow-query\"} 0.0",
            "popdns_tcp_connections_closed_total{reason=\"slow-reader\"} 0.0");
  }

  private void awaitOpen(int count) {
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> value(server, "popdns_tcp_connections_open") == count);
  }

  @Test
  @ValuesOf({"popdns_build_info", "popdns_ready"})
  void server_isTold() {
    assertThat(family(server, "popdns_build_info"))
        .containsExactly(
            "popdns_build_info{java=\"%s\",version=\"development\"} 1"
                .formatted(Runtime.version()));
    // Its own addresses may be slow to answer on a busy machine, and it is not ready then.
    await().atMost(Duration.ofSeconds(10)).until(() -> value(server, "popdns_ready") == 1);
  }
}
