package org.popdns.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.QueryBytes;
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
  void metrics_haveTheNamesThatOperatorsWereTold() throws IOException {
    server.client().udp(QueryBytes.of("images.example.com.", 1));
    server.client().tcp(QueryBytes.of("nothere.example.com.", 99));
    String text = server.page("/metrics").body();
    Set<String> names = new TreeSet<>();
    Matcher types = Pattern.compile("(?m)^# TYPE (\\S+) ").matcher(text);
    while (types.find()) {
      names.add(types.group(1));
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "popdns_build_info",
            "popdns_config_last_reload_successful",
            "popdns_config_last_reload_timestamp_seconds",
            "popdns_config_served_since_timestamp_seconds",
            "popdns_config_store_successful",
            "popdns_config_stored",
            "popdns_config_stored_served",
            "popdns_dns_cookies_total",
            "popdns_dns_dropped_total",
            "popdns_dns_own_queries_total",
            "popdns_dns_request_duration_seconds",
            "popdns_dns_requests_total",
            "popdns_dns_responses_total",
            "popdns_dns_truncated_total",
            "popdns_health_endpoint_up",
            "popdns_health_frozen_endpoints",
            "popdns_health_probe_duration_seconds",
            "popdns_health_suspicious",
            "popdns_health_transitions_total",
            "popdns_health_verdicts_total",
            "popdns_ready",
            "popdns_steering_decisions_total",
            "popdns_steering_fail_open",
            "popdns_tcp_connections_closed_total",
            "popdns_tcp_connections_open",
            "popdns_tcp_connections_refused_total",
            "popdns_tcp_idle_timeout_seconds",
            "popdns_udp_receive_buffer_bytes",
            "popdns_udp_system_calls_total",
            "popdns_udp_workers",
            "popdns_zone_files_left_out",
            "popdns_zone_serial",
            "popdns_zones_broken");
    assertThat(text.lines())
        .contains(
            "popdns_dns_requests_total{family=\"ipv4\",proto=\"udp\",type=\"A\"} 1.0",
            "popdns_dns_requests_total{family=\"ipv4\",proto=\"tcp\",type=\"SPF\"} 1.0",
            "popdns_dns_responses_total{family=\"ipv4\",proto=\"tcp\",rcode=\"NXDOMAIN\"} 1.0",
            "popdns_steering_decisions_total{pool=\"images/san-jose\",reason=\"fail-open\"} 1.0",
            "popdns_steering_fail_open{cluster=\"images\"} 1.0",
            "popdns_ready 0.0",
            "popdns_health_transitions_total{to=\"down\"} 0.0",
            "popdns_health_transitions_total{to=\"up\"} 0.0",
            "popdns_health_endpoint_up{cluster=\"images\",endpoint=\"san-jose/127.0.0.201/127.0.0.201\"}"
                + " 0.0",
            "popdns_health_endpoint_up{cluster=\"images\",endpoint=\"san-jose/two/127.0.0.202\"}"
                + " 0.0",
            "popdns_health_endpoint_up{cluster=\"images\",endpoint=\"japan/127.0.0.203/127.0.0.203\"}"
                + " 0.0",
            "popdns_health_probe_duration_seconds_count{check=\"web\"} 4");
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
