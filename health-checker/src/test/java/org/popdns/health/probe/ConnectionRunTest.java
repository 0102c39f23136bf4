package org.popdns.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every probe has in common, and the TCP check. */
final class ConnectionRunTest {
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
  void closedPort_refuses() throws IOException {
    // Bound and not listened on, so that nobody else gets it meanwhile, nor the probe itself: a
    // socket that is given the port that it asks connects to itself.
    try (Socket closed = new Socket()) {
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(loop.probe(Checks.tcp(closed.getLocalPort()), InetAddress.getLoopbackAddress()))
          .isEqualTo(new ProbeOutcome.Failure("connection refused"));
    }
  }

  /** As where the system chooses just this source port of its thirty thousand. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void closedPortThatTheProbeIsGivenItself_refuses(String literal) throws IOException {
    InetAddress address = InetAddress.ofLiteral(literal);
    InetSocketAddress any = freePort(address);
    try (Socket socket = new Socket()) {
      socket.bind(any);
      socket.connect(any, 1000);
      assertThat(socket.getRemoteSocketAddress()).isEqualTo(socket.getLocalSocketAddress());
    }
    assertThat(probeFromItself(freePort(address)))
        .isEqualTo(new ProbeOutcome.Failure("connection refused"));
  }

  private static InetSocketAddress freePort(InetAddress address) throws IOException {
    try (Socket free = new Socket()) {
      free.bind(new InetSocketAddress(address, 0));
      return new InetSocketAddress(address, free.getLocalPort());
    }
  }

  private ProbeOutcome probeFromItself(InetSocketAddress itself) {
    CompletableFuture<ProbeOutcome> outcome = new CompletableFuture<>();
    ChannelHandler connected =
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext ctx) {
            outcome.completeExceptionally(new AssertionError("nobody listens there"));
          }
        };
    loop.onLoop(
        () ->
            new ConnectionRun(
                    loop.tools,
                    itself.getPort(),
                    new Errand(itself.getAddress(), Duration.ofSeconds(5)),
                    Optional.empty(),
                    (progress, end) -> List.of(connected),
                    itself,
                    outcome::complete)
                .begin());
    return outcome.orTimeout(5, TimeUnit.SECONDS).join();
  }

  @Test
  void stallOfTheCheckersThread_isNotHeldAgainstTheServer() {
    CompletableFuture<ProbeOutcome> outcome = new CompletableFuture<>();
    try (RawServer server =
        new RawServer(connection -> connection.write("HTTP/1.1 200 OK\r\n\r\n"))) {
      loop.onLoop(
          () -> {
            loop.prober.start(
                Checks.http(server.port(), Checks.impatient()),
                InetAddress.getLoopbackAddress(),
                outcome::complete);
            LockSupport.parkNanos(Checks.impatient().timeout().toNanos() * 2);
          });
      assertThat(outcome.orTimeout(5, TimeUnit.SECONDS).join())
          .isEqualTo(new ProbeOutcome.Success("status 200"));
    }
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
