package org.popdns.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TcpProbeTest {
  private final ProbingLoop loop = new ProbingLoop();

  @AfterEach
  void close() {
    loop.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.9", "::1"})
  void listeningPort_succeedsAndIsLeftAtOnce(String literal) {
    InetAddress address = InetAddress.ofLiteral(literal);
    try (RawServer server = new RawServer(RawServer.Connection::awaitClose, address)) {
      assertThat(loop.probe(Checks.tcp(server.port()), address))
          .isEqualTo(new ProbeOutcome.Success("connected"));
      await().until(() -> server.openConnections() == 0);
    }
  }

  @Test
  void closedPort_refuses() {
    RawServer server = new RawServer(RawServer.Connection::awaitClose);
    server.close();
    assertThat(loop.probe(Checks.tcp(server.port()), InetAddress.getLoopbackAddress()))
        .isEqualTo(new ProbeOutcome.Failure("connection refused"));
  }

  @Test
  void cancelledProbe_closesItsSocketAndReportsNothing() throws Exception {
    CompletableFuture<ProbeOutcome> outcome = new CompletableFuture<>();
    CompletableFuture<Prober.Running> started = new CompletableFuture<>();
    try (RawServer server = new RawServer(RawServer.Connection::awaitClose)) {
      loop.onLoop(
          () ->
              started.complete(
                  loop.prober.start(
                      Checks.http(server.port()),
                      InetAddress.getLoopbackAddress(),
                      outcome::complete)));
      await().until(() -> server.openConnections() == 1);
      Prober.Running running = started.get(1, TimeUnit.SECONDS);
      loop.onLoop(running::cancel);
      await().until(() -> server.openConnections() == 0);
    }
    // Closing waits for everything the loop had to do.
    loop.close();
    assertThat(outcome).isNotDone();
  }
}
