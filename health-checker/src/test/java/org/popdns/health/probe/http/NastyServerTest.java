package org.popdns.health.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.health.probe.Checks;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbingLoop;
import org.popdns.health.probe.RawServer;

/** Against servers that are half dead, rude or endless. Each leaves a reason, none a socket. */
final class NastyServerTest {
  private static final String OK_HEAD = "HTTP/1.1 200 OK\r\n";

  private final ProbingLoop loop = new ProbingLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  private ProbeOutcome probe(RawServer.Script script) {
    return probe(script, Checks.patient());
  }

  private ProbeOutcome probe(RawServer.Script script, Check.Timing timing) {
    try (RawServer server = new RawServer(script)) {
      return probe(server, Checks.http(server.port(), timing));
    }
  }

  private ProbeOutcome probeForOk(RawServer.Script script) {
    return probeForOk(script, Checks.patient());
  }

  private ProbeOutcome probeForOk(RawServer.Script script, Check.Timing timing) {
    try (RawServer server = new RawServer(script)) {
      return probe(server, Checks.withBody(Checks.http(server.port(), timing), "ok"));
    }
  }

  private ProbeOutcome probe(RawServer server, Check check) {
    long start = System.nanoTime();
    ProbeOutcome outcome = loop.probe(check, InetAddress.getLoopbackAddress());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    await("the probe's side closed").until(() -> server.openConnections() == 0);
    return outcome;
  }

  /** Reads the request first: closing with it unread would reset the connection. */
  private static RawServer.Script answering(String answer) {
    return connection -> {
      connection.readRequest();
      connection.write(answer);
    };
  }

  private static ProbeOutcome failure(String reason) {
    return new ProbeOutcome.Failure(reason);
  }

  @Test
  void silentServer_timesOut() {
    assertThat(probe(RawServer.Connection::awaitClose, Checks.impatient()))
        .isEqualTo(failure("no answer within 300ms (connected, waiting for the status line)"));
  }

  @Test
  void wholeSecondsOfTimeout_readAsSeconds() {
    try (RawServer server = new RawServer(RawServer.Connection::awaitClose)) {
      assertThat(probe(server, Checks.http(server.port())))
          .isEqualTo(failure("no answer within 1s (connected, waiting for the status line)"));
    }
  }

  @Test
  void headersDrippingIn_timeOut() {
    assertThat(
            probe(
                connection -> {
                  connection.write(OK_HEAD);
                  while (true) {
                    connection.write("x");
                    connection.pause();
                  }
                },
                Checks.impatient()))
        .isEqualTo(failure("no answer within 300ms (reading the headers)"));
  }

  @Test
  void bodyDrippingIn_timesOut() {
    assertThat(
            probeForOk(
                connection -> {
                  connection.write(OK_HEAD + "\r\n");
                  while (true) {
                    connection.write("x");
                    connection.pause();
                  }
                },
                Checks.impatient()))
        .isEqualTo(failure("no answer within 300ms (reading the body)"));
  }

  @Test
  void bodyDrippingIn_doesNotMatterToTheStatusAlone() {
    assertThat(
            probe(
                connection -> {
                  connection.write(OK_HEAD + "Content-Length: 1000\r\n\r\nx");
                  connection.awaitClose();
                }))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
  }

  @Test
  void textSplitOverPacketsAndChunks_isFound() {
    assertThat(
            probeForOk(
                connection -> {
                  connection.write(OK_HEAD + "Transfer-Encoding: chunked\r\n\r\n");
                  connection.pause();
                  connection.write("3\r\nnoo\r\n");
                  connection.pause();
                  connection.write("1\r\nk\r\n");
                  connection.awaitClose();
                }))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
  }

  @Test
  void endlessBody_isReadUpToTheLimit() {
    assertThat(
            probeForOk(
                connection -> {
                  connection.write(OK_HEAD + "\r\n");
                  while (true) {
                    connection.write("x".repeat(1000));
                  }
                }))
        .isEqualTo(
            failure(
                "body lacks \"ok\" in its first 65536 bytes; it begins \""
                    + "x".repeat(100)
                    + "\""));
  }

  @Test
  void textAcrossTheLimit_isNotFound() {
    assertThat(probeForOk(answering(bodyOf("x".repeat(65_535) + "ok"))))
        .isEqualTo(
            failure(
                "body lacks \"ok\" in its first 65536 bytes; it begins \""
                    + "x".repeat(100)
                    + "\""));
  }

  @Test
  void textRightBeforeTheLimit_isFound() {
    assertThat(probeForOk(answering(bodyOf("x".repeat(65_534) + "ok"))))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
  }

  private static String bodyOf(String body) {
    return OK_HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Test
  void bodyThatEndsWithTheConnection_isJudged() {
    assertThat(
            probeForOk(
                connection -> {
                  connection.readRequest();
                  connection.write("HTTP/1.0 200 OK\r\n\r\nnothing");
                }))
        .isEqualTo(failure("body lacks \"ok\" in its 7 bytes; it begins \"nothing\""));
  }

  @Test
  void garbage_isQuoted() {
    assertThat(probe(answering("SSH-2.0-OpenSSH_9.2p1\r\n")))
        .isEqualTo(failure("answer is not HTTP, it begins \"SSH-2.0-OpenSSH_9.2p1..\""));
  }

  @Test
  void endlessLine_fails() {
    assertThat(
            probe(
                connection -> {
                  while (true) {
                    connection.write("x".repeat(1000));
                  }
                }))
        .isEqualTo(failure("status line longer than 4096 bytes"));
  }

  @Test
  void endlessHeaders_fail() {
    assertThat(
            probe(
                connection -> {
                  connection.write(OK_HEAD);
                  while (true) {
                    connection.write("x-more: " + "x".repeat(1000) + "\r\n");
                  }
                }))
        .isEqualTo(failure("headers longer than 65536 bytes"));
  }

  @Test
  void brokenChunk_fails() {
    assertThat(
            probeForOk(
                connection -> {
                  connection.write(OK_HEAD + "Transfer-Encoding: chunked\r\n\r\n2\r\nno\r\nzz\r\n");
                  connection.awaitClose();
                }))
        .isEqualTo(failure("broken chunks after 2 bytes of the body"));
  }

  @Test
  void closeBeforeTheAnswer_fails() {
    assertThat(probe(RawServer.Connection::readRequest))
        .isEqualTo(failure("connection closed before the status line"));
  }

  @Test
  void closeWithinTheHeaders_fails() {
    assertThat(
            probe(
                connection -> {
                  connection.readRequest();
                  connection.write(OK_HEAD + "Content-Length: 5\r\n");
                }))
        .isEqualTo(failure("connection closed within the headers"));
  }

  @Test
  void closeWithinTheBody_fails() {
    assertThat(
            probeForOk(
                connection -> {
                  connection.readRequest();
                  connection.write(OK_HEAD + "Content-Length: 50\r\n\r\nwell");
                }))
        .isEqualTo(failure("connection closed after 4 bytes of the body"));
  }

  @Test
  void reset_fails() {
    assertThat(
            probe(
                connection -> {
                  connection.readRequest();
                  connection.reset();
                }))
        .isEqualTo(failure("connection reset before the status line"));
  }

  @Test
  void interimAnswer_isPassedOver() {
    assertThat(
            probe(
                connection -> {
                  connection.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                  connection.pause();
                  connection.write(OK_HEAD + "\r\n");
                  connection.awaitClose();
                }))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
  }

  @Test
  void endlessInterimAnswers_fail() {
    assertThat(
            probe(
                connection -> {
                  while (true) {
                    connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                  }
                }))
        .isEqualTo(failure("more than 8 interim answers, the last with status 100"));
  }

  @Test
  void bareLineFeeds_areRead() {
    assertThat(probe(answering("HTTP/1.0 200 OK\nServer: old\n\n")))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
  }

  @Test
  void transferEncodingBesideContentLength_andLengthsSaidTwice_areRead() {
    assertThat(
            probeForOk(
                answering(
                    OK_HEAD
                        + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "2\r\nok\r\n0\r\n\r\n")))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
    assertThat(probeForOk(answering(OK_HEAD + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok")))
        .isEqualTo(new ProbeOutcome.Success("status 200"));
  }

  @Test
  void differentContentLengths_fail() {
    assertThat(probe(answering(OK_HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok")))
        .isEqualTo(failure("different Content-Lengths: 2 and 3"));
  }
}
