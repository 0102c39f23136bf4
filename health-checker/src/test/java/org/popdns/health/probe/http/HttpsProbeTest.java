package org.popdns.health.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.model.TlsTrust;
import org.popdns.health.probe.Authority;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbingLoop;
import org.popdns.health.probe.RawServer;

/** Over TLS, with servers and certificates as they are and as they should not be. */
final class HttpsProbeTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.9");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ProbingLoop loop = new ProbingLoop();
  private final Authority ours = new Authority("our authority");
  private final TlsTrust trust = new TlsTrust.ByFile("ca.pem", List.of(ours.certificate()));

  @AfterEach
  void close() {
    loop.close();
  }

  private static RawServer server(SSLContext tls) {
    return new RawServer(
        connection -> {
          connection.readRequest();
          connection.write(OK);
        },
        tls,
        ADDRESS);
  }

  private ProbeOutcome probe(RawServer server, String host) {
    return loop.probe(Checks.withHost(Checks.https(server.port(), trust), host), ADDRESS);
  }

  private static void assertSuccess(ProbeOutcome outcome, String reason) {
    assertThat(outcome).isInstanceOf(ProbeOutcome.Success.class);
    assertThat(outcome.reason()).isEqualTo(reason);
  }

  private static ProbeOutcome failure(String reason) {
    return new ProbeOutcome.Failure(reason);
  }

  private static LocalDate date(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  @Test
  void believedCertificate_succeeds_andSaysHowLongItIsGood() {
    try (RawServer server = server(ours.serverFor("images.example.com"))) {
      assertSuccess(
          probe(server, "images.example.com"), "status 200, certificate valid for 30 days");
      assertThat(server.lastRequest())
          .startsWith("GET /healthz HTTP/1.1\r\nhost: images.example.com\r\n");
    }
  }

  @Test
  void lastHoursOfACertificate_areToldAsSuch() {
    Instant now = Instant.now();
    try (RawServer server =
        server(
            ours.serverFor(
                now.minusSeconds(60), now.plusSeconds(5 * 3600 + 600), "a.example.com"))) {
      assertSuccess(probe(server, "a.example.com"), "status 200, certificate valid for 5 h");
    }
  }

  @Test
  void name_isAskedFor_withoutPortAndFinalDot() {
    AtomicReference<String> asked = new AtomicReference<>();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequest();
              asked.set(connection.serverName());
              connection.write(OK);
            },
            ours.serverFor("images.example.com"),
            ADDRESS)) {
      assertThat(probe(server, "images.example.com.:" + server.port()))
          .isInstanceOf(ProbeOutcome.Success.class);
    }
    assertThat(asked).hasValue("images.example.com");
  }

  @Test
  void withoutHost_theAddressIsCheckedAndNotAskedFor() {
    AtomicReference<String> asked = new AtomicReference<>();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequest();
              asked.set(connection.serverName());
              connection.write(OK);
            },
            ours.serverFor("127.0.0.9"),
            ADDRESS)) {
      assertSuccess(
          loop.probe(Checks.https(server.port(), trust), ADDRESS),
          "status 200, certificate valid for 30 days");
      assertThat(server.lastRequest()).contains("host: 127.0.0.9:" + server.port() + "\r\n");
    }
    assertThat(asked).hasValue("");
  }

  @Test
  void nameOfNoHost_isNotAskedFor_andStandsInTheRequest() {
    for (String name : List.of("*.w.example.com", "_u.example.com")) {
      AtomicReference<String> asked = new AtomicReference<>();
      try (RawServer server =
          new RawServer(
              connection -> {
                connection.readRequest();
                asked.set(connection.serverName());
                connection.write(OK);
              },
              ours.serverFor("w.example.com"),
              ADDRESS)) {
        Check check = Checks.https(server.port(), new TlsTrust.Unverified());
        assertSuccess(
            loop.probe(Checks.withHost(check, name), ADDRESS),
            "status 200, certificate not verified");
        assertThat(server.lastRequest())
            .startsWith("GET /healthz HTTP/1.1\r\nhost: " + name + "\r\n");
      }
      assertThat(asked).as(name).hasValue("");
    }
  }

  @Test
  void nameOfNoHost_failsWhereTheCertificateIsVerified() {
    try (RawServer server = server(ours.serverFor("*.w.example.com", "_u.example.com"))) {
      assertThat(probe(server, "*.w.example.com"))
          .isEqualTo(
              failure(
                  "certificate is for *.w.example.com, _u.example.com, not for *.w.example.com"));
      assertThat(probe(server, "_u.example.com"))
          .isEqualTo(
              failure(
                  "certificate is for *.w.example.com, _u.example.com, not for _u.example.com"));
    }
  }

  @Test
  void addressThatTheCertificateIsNotFor_fails() {
    try (RawServer server = server(ours.serverFor("192.0.2.21", "2001:db8::21"))) {
      assertThat(loop.probe(Checks.https(server.port(), trust), ADDRESS))
          .isEqualTo(
              failure("certificate is for 192.0.2.21, 2001:db8:0:0:0:0:0:21, not for 127.0.0.9"));
    }
  }

  @Test
  void ipv6AddressInBrackets_isCheckedWithoutThem() {
    try (RawServer server = server(ours.serverFor("2001:db8::21"))) {
      assertSuccess(
          probe(server, "[2001:db8::21]:8443"), "status 200, certificate valid for 30 days");
    }
  }

  @Test
  void otherNames_fail_andAreTold() {
    try (RawServer server =
        server(
            ours.serverFor(
                "a.example.com", "b.example.com", "*.example.org", "c.example.com", "d.example"))) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(
              failure(
                  "certificate is for a.example.com, b.example.com, *.example.org and 2 more,"
                      + " not for images.example.com"));
      assertThat(probe(server, "www.example.org")).isInstanceOf(ProbeOutcome.Success.class);
    }
  }

  @Test
  void expiredCertificate_fails_withItsEnd() {
    Instant end = Instant.now().minusSeconds(86_400);
    try (RawServer server =
        server(ours.serverFor(end.minusSeconds(86_400), end, "images.example.com"))) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(failure("certificate expired on " + date(end)));
    }
  }

  @Test
  void certificateOfTomorrow_fails_withItsBeginning() {
    Instant begin = Instant.now().plusSeconds(86_400);
    try (RawServer server =
        server(ours.serverFor(begin, begin.plusSeconds(86_400), "images.example.com"))) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(failure("certificate is valid only from " + date(begin) + " on"));
    }
  }

  @Test
  void unknownAuthority_fails_withItsName() {
    try (RawServer server =
        server(new Authority("somebody else").serverFor("images.example.com"))) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(failure("certificate is of an unknown authority: somebody else"));
    }
  }

  @Test
  void systemsAuthorities_doNotKnowOurs() {
    try (RawServer server = server(ours.serverFor("images.example.com"))) {
      assertThat(
              loop.probe(
                  Checks.withHost(
                      Checks.https(server.port(), new TlsTrust.BySystem()), "images.example.com"),
                  ADDRESS))
          .isEqualTo(failure("certificate is of an unknown authority: our authority"));
    }
  }

  @Test
  void authorityOfTheSameName_isNotBelieved() {
    try (RawServer server =
        server(new Authority("our authority").serverFor("images.example.com"))) {
      assertThat(probe(server, "images.example.com")).isInstanceOf(ProbeOutcome.Failure.class);
    }
  }

  @Test
  void selfSignedCertificate_fails() {
    try (RawServer server = server(new Authority("images.example.com").itself())) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(failure("certificate is self-signed"));
    }
  }

  @Test
  void unverifiedCertificate_succeeds_andSaysSo() {
    Instant end = Instant.now().minusSeconds(86_400);
    try (RawServer server =
        server(new Authority("x").serverFor(end.minusSeconds(86_400), end, "other.example"))) {
      assertSuccess(
          loop.probe(Checks.https(server.port(), new TlsTrust.Unverified()), ADDRESS),
          "status 200, certificate not verified");
    }
  }

  @Test
  void wrongStatus_failsAsWithoutTls() {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
            },
            ours.serverFor("images.example.com"),
            ADDRESS)) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(failure("status 503, expected 200"));
    }
  }

  @Test
  void plainHttpServer_isRecognized() {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
              connection.awaitClose();
            },
            ADDRESS)) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(
              failure("no TLS: the server's answer begins \"HTTP/1.1 400 Bad Request..Conten\""));
    }
  }

  @Test
  void refusedHandshake_failsWithTheAlert() {
    SSLContext tls = ours.serverFor("images.example.com");
    SSLEngine example = tls.createSSLEngine();
    SSLParameters parameters = example.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.offer(parameters);
              connection.readRequest();
            },
            tls,
            ADDRESS)) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(failure("the server ends TLS: no application protocol"));
    }
  }

  @Test
  void closedWithinTheHandshake_fails() {
    try (RawServer server = new RawServer(connection -> connection.readSome(), ADDRESS)) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(failure("connection closed within the TLS handshake"));
    }
  }

  @Test
  void resetWithinTheHandshake_fails() {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readSome();
              connection.reset();
            },
            ADDRESS)) {
      assertThat(probe(server, "images.example.com"))
          .isEqualTo(failure("connection reset within the TLS handshake"));
    }
  }

  @Test
  void silenceWithinTheHandshake_timesOut_andClosesTheSocket() {
    try (RawServer server = new RawServer(RawServer.Connection::awaitClose, ADDRESS)) {
      Check patient = Checks.https(server.port(), trust);
      Check impatient = Checks.withHost(patient, "images.example.com").with(Checks.impatient());
      assertThat(loop.probe(impatient, ADDRESS))
          .isEqualTo(failure("no answer within 300ms (connected, in the TLS handshake)"));
      await().atMost(Duration.ofSeconds(5)).until(() -> server.openConnections() == 0);
    }
  }

  @Test
  void silenceAfterTheHandshake_timesOutThere() {
    try (RawServer server =
        new RawServer(
            RawServer.Connection::awaitClose, ours.serverFor("images.example.com"), ADDRESS)) {
      // Machines make their first handshakes slowly; what this node takes for it is not counted.
      Check patient = Checks.https(server.port(), trust);
      Check impatient =
          Checks.withHost(patient, "images.example.com")
              .with(Checks.timing(Duration.ofSeconds(2), Duration.ofSeconds(2), 2, 3));
      assertThat(loop.probe(impatient, ADDRESS))
          .isEqualTo(failure("no answer within 2s (connected, waiting for the status line)"));
    }
  }

  @Test
  void sessions_areResumed_withTheServerThatTheyAreOf() {
    SSLContext tls = ours.serverFor("images.example.com");
    InetAddress other = InetAddress.ofLiteral("127.0.0.10");
    Set<Long> begun = ConcurrentHashMap.newKeySet();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequest();
              begun.add(connection.sessionMillis());
              connection.write(OK);
            },
            tls,
            ADDRESS)) {
      for (int i = 0; i < 20; i++) {
        assertSuccess(
            probe(server, "images.example.com"), "status 200, certificate valid for 30 days");
      }
      assertThat(begun).hasSizeLessThanOrEqualTo(2);
      assertThat(probe(server, "other.example"))
          .isEqualTo(failure("certificate is for images.example.com, not for other.example"));
      try (RawServer second =
          new RawServer(
              connection -> {
                connection.readRequest();
                connection.write(OK);
              },
              new Authority("another").serverFor("images.example.com"),
              other)) {
        assertThat(
                loop.probe(
                    Checks.withHost(Checks.https(second.port(), trust), "images.example.com"),
                    other))
            .isEqualTo(failure("certificate is of an unknown authority: another"));
      }
    }
  }

  @Test
  void certificateThatEnds_isSeenAtOnce_thoughItsSessionIsKnown() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    Instant end = now.get().plusSeconds(3600);
    SSLContext tls = ours.serverFor(now.get().minusSeconds(60), end, "images.example.com");
    Set<Long> begun = ConcurrentHashMap.newKeySet();
    try (ProbingLoop later = new ProbingLoop(now::get);
        RawServer server =
            new RawServer(
                connection -> {
                  begun.add(connection.sessionMillis());
                  connection.readRequest();
                  connection.write(OK);
                },
                tls,
                ADDRESS)) {
      Check check = Checks.withHost(Checks.https(server.port(), trust), "images.example.com");
      assertSuccess(later.probe(check, ADDRESS), "status 200, certificate valid for 0 h");
      now.set(end.plusSeconds(1));
      assertThat(later.probe(check, ADDRESS))
          .isEqualTo(failure("certificate expired on " + date(end)));
      assertThat(begun).hasSize(1);
    }
  }

  @Test
  void nothingListening_isRefusedAsWithoutTls() {
    int port;
    try (RawServer server = server(ours.serverFor("images.example.com"))) {
      port = server.port();
    }
    assertThat(
            loop.probe(Checks.withHost(Checks.https(port, trust), "images.example.com"), ADDRESS))
        .isEqualTo(failure("connection refused"));
  }
}
