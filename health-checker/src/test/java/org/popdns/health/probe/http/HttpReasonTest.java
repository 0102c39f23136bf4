package org.popdns.health.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.config.model.TlsTrust;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.health.probe.Authority;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbingLoop;
import org.popdns.health.probe.RawServer;

/** The reason says what was seen, in words; manners alone take no server out. */
final class HttpReasonTest {
  private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

  private final ProbingLoop loop = new ProbingLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  private ProbeOutcome probe(String answer) {
    return probe(answer, probe -> probe);
  }

  private ProbeOutcome probe(String answer, UnaryOperator<HttpProbe> change) {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequest();
              connection.write(answer);
            })) {
      return loop.probe(
          Checks.changed(Checks.http(server.port(), Checks.patient()), change), ADDRESS);
    }
  }

  private static ProbeOutcome failure(String reason) {
    return new ProbeOutcome.Failure(reason);
  }

  private static ProbeOutcome success(String reason) {
    return new ProbeOutcome.Success(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        "Content-Length: 2, 2\r\n\r\nok",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "content-length:2\n\nok",
        "\r\nok"
      })
  void mannersOfItsOwn_passTheCheck(String rest) {
    assertThat(probe("HTTP/1.1 200 OK\r\n" + rest, probe -> probe.withBody("ok")))
        .isEqualTo(success("status 200"));
  }

  @Test
  void redirect_saysWhereTo() {
    assertThat(probe("HTTP/1.1 301 Moved\r\nLocation: https://images.example.com/healthz\r\n\r\n"))
        .isEqualTo(
            failure(
                "status 301, expected 200: it redirects to https://images.example.com/healthz"));
  }

  @Test
  void errorPage_isTold_withoutItsMarks() {
    assertThat(
            probe(
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n"
                    + "<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port"))
        .isEqualTo(
            failure(
                "status 400, expected 200; it begins"
                    + " \"400 The plain HTTP request was sent to HTTPS port\""));
    assertThat(probe("HTTP/1.1 503 No\r\n\r\n\u0001database\tdown"))
        .isEqualTo(failure("status 503, expected 200; it begins \".database down\""));
  }

  @Test
  void wrongBody_isToldByItsBeginning() {
    assertThat(
            probe(
                "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nstarting",
                probe -> probe.withBody("ok")))
        .isEqualTo(failure("body lacks \"ok\" in its 8 bytes; it begins \"starting\""));
  }

  @Test
  void emptyBody_isTold_unlessThereCanBeNone() {
    assertThat(probe("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
        .isEqualTo(success("status 200, with an empty body"));
    assertThat(probe("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n"))
        .isEqualTo(success("status 200"));
    assertThat(
            probe(
                "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
                probe -> probe.withStatuses(Set.of(204))))
        .isEqualTo(success("status 204"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Via: 1.1 varnish (Varnish/7.1)", "Age: 12", "X-Cache: HIT"})
  void cacheOnTheWay_isTold(String header) {
    String answer = "HTTP/1.1 200 OK\r\nServer: x\r\n" + header + "\r\n\r\nok";
    assertThat(probe(answer))
        .isEqualTo(success("status 200, by way of a cache (" + header + "): see 'fresh'"));
    assertThat(probe(answer, HttpAskedTest::fresh)).isEqualTo(success("status 200"));
  }

  @Test
  void serverOfTls_isToldFromOthers() {
    assertThat(probe("\u0015\u0003\u0001\u0000\u0002\u0002\u0016"))
        .isEqualTo(failure("the server speaks TLS at this port, and was asked in plain HTTP"));
    assertThat(probe("SSH-2.0-OpenSSH_9.2p1\r\n"))
        .isEqualTo(failure("answer is not HTTP, it begins \"SSH-2.0-OpenSSH_9.2p1..\""));
  }

  @Test
  void realServerOfTls_isToldFromOthers() {
    SSLContext tls = new Authority("any").serverFor("127.0.0.1");
    try (RawServer server = new RawServer(RawServer.Connection::readRequest, tls, ADDRESS)) {
      assertThat(loop.probe(Checks.http(server.port(), Checks.patient()), ADDRESS))
          .isEqualTo(failure("the server speaks TLS at this port, and was asked in plain HTTP"));
      assertThat(loop.probe(Checks.https(server.port(), new TlsTrust.BySystem()), ADDRESS).reason())
          .startsWith("certificate is of an unknown authority");
    }
  }
}
