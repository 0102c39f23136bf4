package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.DnsClient.Tcp;
import org.popdns.harness.QueryBytes;
import org.popdns.snapshot.Snapshot;
import org.popdns.transport.ConnectionCounters.End;
import org.popdns.transport.ConnectionCounters.Refusal;

/** A worker that was late does not take it out on connections whose queries it has not read. */
final class IdleOrderTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final int PLACES = 4;
  private static final byte[] QUERY = QueryBytes.of("id.server.", 16, 3).bytes();

  private final EventLoops loops =
      new EventLoops(
          1,
          "worker",
          new NumberedResponders(
              worker ->
                  new Responder(
                      new ServerIdentity("test"),
                      ServerCookies.bySystemClock(),
                      new WorkerCounters(),
                      worker)),
          () -> Snapshot.EMPTY);
  private final TcpListeners listeners =
      new TcpListeners(loops, new TcpLimits(PLACES, PLACES, LONG, LEAST));
  private final List<Tcp> connections = new ArrayList<>();
  private final DnsClient client;

  IdleOrderTest() throws BindFailedException {
    client =
        new DnsClient(listeners.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    listeners.start();
  }

  @AfterEach
  void close() throws IOException {
    for (Tcp connection : connections) {
      connection.close();
    }
    listeners.close();
    loops.close();
  }

  private Tcp connect(String from) throws IOException {
    Tcp connection = client.tcpFrom(from);
    connections.add(connection);
    return connection;
  }

  private static String answerTo(Tcp connection) throws IOException {
    return Decoded.of(connection.receive()).rcode();
  }

  /** Takes all places, then has the worker do nothing until all of them seem to be idle. */
  private CountDownLatch fillAndHold() throws IOException {
    for (int i = 0; i < PLACES; i++) {
      Tcp connection = connect("127.0.0.1");
      connection.send(QUERY);
      assertThat(answerTo(connection)).isEqualTo("NOERROR");
    }
    CountDownLatch released = new CountDownLatch(1);
    loops
        .group()
        .execute(
            () -> {
              try {
                released.await(1, TimeUnit.MINUTES);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    long full = System.nanoTime();
    await().atMost(Duration.ofSeconds(20)).until(() -> System.nanoTime() - full > LEAST.toNanos());
    return released;
  }

  @Test
  void queriesThatLieUnread_keepTheirConnections_andANewcomerFindsNoPlace() throws IOException {
    CountDownLatch released = fillAndHold();
    for (Tcp connection : List.copyOf(connections)) {
      connection.send(QUERY);
    }
    Tcp newcomer = connect("127.0.0.2");
    newcomer.send(QUERY);
    released.countDown();
    for (Tcp connection : connections.subList(0, PLACES)) {
      assertThat(answerTo(connection)).isEqualTo("NOERROR");
    }
    assertThat(newcomer.isClosedByServer()).isTrue();
    ConnectionCounters counters = listeners.connections().counters();
    assertThat(counters.refused(Refusal.LIMIT)).isEqualTo(1);
    assertThat(counters.ended(End.IDLE)).isZero();
    // The client sees the end of its connection before the server counts it.
    await().atMost(Duration.ofSeconds(20)).until(() -> listeners.connections().open() == PLACES);
  }

  @Test
  void newcomer_getsThePlaceOfASilentOne_notOfThoseWhoseQueriesLieUnread() throws IOException {
    CountDownLatch released = fillAndHold();
    Tcp silent = connections.remove(PLACES - 1);
    for (Tcp connection : connections) {
      connection.send(QUERY);
    }
    Tcp newcomer = connect("127.0.0.2");
    newcomer.send(QUERY);
    released.countDown();
    for (Tcp connection : connections) {
      assertThat(answerTo(connection)).isEqualTo("NOERROR");
    }
    assertThat(silent.isClosedByServer()).isTrue();
    silent.close();
    ConnectionCounters counters = listeners.connections().counters();
    assertThat(counters.ended(End.IDLE)).isEqualTo(1);
    assertThat(counters.refused(Refusal.LIMIT)).isZero();
  }
}
