package org.popdns.health.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbingLoop;
import org.popdns.health.probe.RawServer;

/** What a probe sends, byte by byte. */
final class HttpRequestTest {
  private final ProbingLoop loop = new ProbingLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  private static RawServer serverOn(String address) {
    return new RawServer(
        connection -> {
          connection.readRequest();
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        },
        InetAddress.ofLiteral(address));
  }

  private static String expected(String host) {
    return "GET /healthz HTTP/1.1\r\n"
        + ("host: " + host + "\r\n")
        + "user-agent: popdns-health-checker\r\n"
        + "accept: */*\r\n"
        + "connection: close\r\n\r\n";
  }

  @Test
  void request_hasTheHostOfTheCheck() {
    try (RawServer server = serverOn("127.0.0.1")) {
      Check check = Checks.withHost(Checks.http(server.port()), "images.example.com");
      loop.probe(check, InetAddress.ofLiteral("127.0.0.1"));
      assertThat(server.lastRequest()).isEqualTo(expected("images.example.com"));
    }
  }

  @Test
  void request_withoutHostHasAddressAndPort() {
    try (RawServer server = serverOn("127.0.0.8")) {
      loop.probe(Checks.http(server.port()), InetAddress.ofLiteral("127.0.0.8"));
      assertThat(server.lastRequest()).isEqualTo(expected("127.0.0.8:" + server.port()));
    }
  }

  @Test
  void request_toIpv6HasBrackets() {
    try (RawServer server = serverOn("::1")) {
      loop.probe(Checks.http(server.port()), InetAddress.ofLiteral("::1"));
      assertThat(server.lastRequest()).isEqualTo(expected("[::1]:" + server.port()));
    }
  }

  @Test
  void host_leavesOutThePortOfHttp() {
    assertThat(HttpExchange.hostOf(InetAddress.ofLiteral("192.0.2.21"), 80, 80))
        .isEqualTo("192.0.2.21");
    assertThat(HttpExchange.hostOf(InetAddress.ofLiteral("2001:db8:80::23"), 80, 80))
        .isEqualTo("[2001:db8:80::23]");
  }

  @Test
  void hostOfHttps_leavesOutThePortOfHttpsOnly() {
    InetAddress address = InetAddress.ofLiteral("192.0.2.21");
    assertThat(HttpExchange.hostOf(address, 443, 443)).isEqualTo("192.0.2.21");
    assertThat(HttpExchange.hostOf(address, 80, 443)).isEqualTo("192.0.2.21:80");
  }

  @Test
  void pathThatCannotBeSent_fails() {
    try (RawServer server = serverOn("127.0.0.1")) {
      Check check = Checks.changed(Checks.http(server.port()), probe -> probe.withPath("/a\r\nb"));
      assertThat(loop.probe(check, InetAddress.ofLiteral("127.0.0.1")).reason())
          .startsWith("the request cannot be sent: ");
    }
  }
}
