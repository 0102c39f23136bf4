package org.popdns.health.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.popdns.config.probe.http.HttpExpectation;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.config.probe.http.HttpRequest;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbingLoop;
import org.popdns.health.probe.RawServer;

/** What a check may ask for beside a path, and what it may want to hear beside a status. */
final class HttpAskedTest {
  private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

  private final ProbingLoop loop = new ProbingLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  private static RawServer answering(String answer) {
    return new RawServer(
        connection -> {
          connection.readRequest();
          connection.write(answer);
        });
  }

  private ProbeOutcome probe(RawServer server, UnaryOperator<HttpProbe> change) {
    return loop.probe(
        Checks.changed(Checks.http(server.port(), Checks.patient()), change), ADDRESS);
  }

  private static HttpProbe asking(
      HttpProbe probe, String method, Map<String, String> headers, boolean fresh) {
    return probe.with(new HttpRequest(method, probe.path(), probe.host(), headers, fresh));
  }

  static HttpProbe fresh(HttpProbe probe) {
    return asking(probe, "GET", Map.of(), true);
  }

  private static HttpProbe wantingJson(HttpProbe probe, Map<String, String> json) {
    return probe.with(new HttpExpectation(Set.of(200), Optional.empty(), Optional.empty(), json));
  }

  @Test
  void headers_goBesideOurs_orTakeTheirPlace() {
    try (RawServer server = answering("HTTP/1.1 200 OK\r\n\r\n")) {
      Map<String, String> headers = Map.of("X-Probe", "a b", "user-agent", "mine");
      probe(server, probe -> asking(probe.withHost("a.example"), "GET", headers, false));
      assertThat(server.lastRequest().lines())
          .contains("GET /healthz HTTP/1.1", "X-Probe: a b", "user-agent: mine")
          .doesNotContain("user-agent: popdns-health-checker");
    }
  }

  @Test
  void host_isSentInSmallLetters_withoutTheUsualPort() {
    try (RawServer server = answering("HTTP/1.1 200 OK\r\n\r\n")) {
      probe(server, probe -> probe.withHost("Images.Example.COM.:80"));
      assertThat(server.lastRequest().lines()).contains("host: images.example.com");
    }
  }

  // An answer to HEAD says how long the body would be.
  @Test
  void head_waitsForNoBody() {
    try (RawServer server = answering("HTTP/1.1 503 No\r\nContent-Length: 12\r\n\r\n")) {
      assertThat(probe(server, probe -> asking(probe, "HEAD", Map.of(), false)))
          .isEqualTo(new ProbeOutcome.Failure("status 503, expected 200"));
      assertThat(server.lastRequest()).startsWith("HEAD /healthz HTTP/1.1\r\n");
    }
    try (RawServer server = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(probe(server, probe -> asking(probe, "HEAD", Map.of(), false)))
          .isEqualTo(new ProbeOutcome.Success("status 200"));
    }
  }

  @Test
  void post_saysThatItHasNoContent() {
    try (RawServer server = answering("HTTP/1.1 200 OK\r\n\r\n")) {
      probe(server, probe -> asking(probe, "POST", Map.of(), false));
      assertThat(server.lastRequest()).startsWith("POST /healthz HTTP/1.1\r\n");
      assertThat(server.lastRequest().lines()).contains("content-length: 0");
    }
  }

  @Test
  void fresh_asksForSomethingElseEachTime() {
    try (RawServer server = answering("HTTP/1.1 200 OK\r\n\r\n")) {
      probe(server, HttpAskedTest::fresh);
      String first = server.lastRequest().lines().findFirst().orElseThrow();
      probe(server, HttpAskedTest::fresh);
      String second = server.lastRequest().lines().findFirst().orElseThrow();
      probe(server, probe -> fresh(probe.withPath("/a?b=c")));
      String third = server.lastRequest().lines().findFirst().orElseThrow();
      assertThat(List.of(first, second))
          .allMatch(line -> line.matches("GET /healthz\\?popdns=[0-9a-f]{1,16} HTTP/1\\.1"))
          .doesNotHaveDuplicates();
      assertThat(third).matches("GET /a\\?b=c&popdns=[0-9a-f]{1,16} HTTP/1\\.1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"status\": \"ok\", \"n\": 1.0}    | status 200",
        "{\"status\": \"bad\", \"n\": 1}     |"
            + " body says /status is \"bad\", expected \"ok\"; it begins"
            + " \"{\"status\": \"bad\", \"n\": 1}\"",
        "{\"status\": \"ok\", \"n\": \"1\"}  | body says /n is \"1\", expected 1; it begins"
            + " \"{\"status\": \"ok\", \"n\": \"1\"}\"",
        "{\"n\": 1}                          | body lacks /status; it begins \"{\"n\": 1}\"",
        "{\"status\": \"ok\"                 | body is no JSON; it begins \"{\"status\": \"ok\"\"",
        "''                                  | body is no JSON, it is empty"
      })
  void json_mustSayWhatTheCheckSays(String body, String reason) {
    try (RawServer server =
        answering("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)) {
      Map<String, String> wanted = new LinkedHashMap<>();
      wanted.put("/status", "\"ok\"");
      wanted.put("/n", "1");
      assertThat(probe(server, probe -> wantingJson(probe, wanted)).reason()).isEqualTo(reason);
    }
  }
}
