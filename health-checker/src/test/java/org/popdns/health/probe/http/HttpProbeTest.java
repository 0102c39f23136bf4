package org.popdns.health.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbingLoop;

/** Against a server as they usually are. */
final class HttpProbeTest {
  private final ProbingLoop loop = new ProbingLoop();
  private final InetAddress address = address("127.0.0.7");
  private HttpServer server = start(address);

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static HttpServer start(InetAddress address) {
    try {
      return HttpServer.create(new InetSocketAddress(address, 0), 0);
    } catch (IOException noSocket) {
      throw new AssertionError(noSocket);
    }
  }

  @BeforeEach
  void startServer() {
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    loop.close();
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private void answer(int status, String body) {
    server.createContext(
        "/healthz",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          writeAndClose(exchange, bytes);
        });
  }

  private static void writeAndClose(HttpExchange exchange, byte[] bytes) throws IOException {
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Test
  void expectedStatus_succeeds() {
    answer(200, "");
    assertThat(loop.probe(Checks.http(port(), Checks.patient()), address))
        .isEqualTo(new ProbeOutcome.Success("status 200, with an empty body"));
  }

  @Test
  void oneOfSeveralStatuses_succeeds() {
    answer(204, "");
    assertThat(
            loop.probe(
                Checks.withStatuses(Checks.http(port(), Checks.patient()), 200, 204), address))
        .isEqualTo(new ProbeOutcome.Success("status 204"));
  }

  @Test
  void otherStatus_failsWithBoth() {
    answer(503, "busy");
    assertThat(loop.probe(Checks.http(port(), Checks.patient()), address))
        .isEqualTo(new ProbeOutcome.Failure("status 503, expected 200; it begins \"busy\""));
    assertThat(
            loop.probe(
                Checks.withStatuses(Checks.http(port(), Checks.patient()), 204, 200), address))
        .isEqualTo(new ProbeOutcome.Failure("status 503, expected 200 or 204; it begins \"busy\""));
  }

  @Test
  void redirect_isNotFollowed() {
    AtomicInteger followed = new AtomicInteger();
    server.createContext("/elsewhere", exchange -> followed.incrementAndGet());
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(301, -1);
          exchange.close();
        });
    assertThat(loop.probe(Checks.http(port(), Checks.patient()), address))
        .isEqualTo(
            new ProbeOutcome.Failure("status 301, expected 200: it redirects to /elsewhere"));
    assertThat(followed).hasValue(0);
  }

  @Test
  void bodyWithTheText_succeeds() {
    answer(200, "all is ok here");
    assertThat(loop.probe(Checks.withBody(Checks.http(port(), Checks.patient()), "ok"), address))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
  }

  @Test
  void bodyWithTheTextInUtf8_succeeds() {
    answer(200, "das läuft");
    assertThat(loop.probe(Checks.withBody(Checks.http(port(), Checks.patient()), "äu"), address))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
  }

  @Test
  void bodyWithoutTheText_fails() {
    answer(200, "maintenance");
    assertThat(loop.probe(Checks.withBody(Checks.http(port(), Checks.patient()), "ok"), address))
        .isEqualTo(
            new ProbeOutcome.Failure(
                "body lacks \"ok\" in its 11 bytes; it begins \"maintenance\""));
  }

  @Test
  void emptyBody_lacksTheText() {
    answer(200, "");
    assertThat(loop.probe(Checks.withBody(Checks.http(port(), Checks.patient()), "ok"), address))
        .isEqualTo(new ProbeOutcome.Failure("body lacks \"ok\" in its 0 bytes"));
  }

  @Test
  void chunkedBody_isReadThrough() {
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // chunked
          writeAndClose(exchange, "x".repeat(20_000).concat("ok").getBytes(StandardCharsets.UTF_8));
        });
    assertThat(loop.probe(Checks.withBody(Checks.http(port(), Checks.patient()), "ok"), address))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
  }

  @Test
  void ipv6Address_isProbed() {
    InetAddress loopback6 = address("::1");
    server.stop(0);
    server = start(loopback6);
    server.start();
    answer(200, "");
    assertThat(loop.probe(Checks.http(port(), Checks.patient()), loopback6))
        .isEqualTo(new ProbeOutcome.Success("status 200, with an empty body"));
  }

  @Test
  void stoppedServer_refuses() {
    int port = port();
    server.stop(0);
    assertThat(loop.probe(Checks.http(port), address))
        .isEqualTo(new ProbeOutcome.Failure("connection refused"));
  }
}
