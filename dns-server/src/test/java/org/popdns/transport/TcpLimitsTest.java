package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.UdpPath;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.DnsClient.Tcp;
import org.popdns.harness.QueryBytes;
import org.popdns.snapshot.Snapshot;
import org.popdns.transport.ConnectionCounters.End;
import org.popdns.transport.ConnectionCounters.Refusal;

/** RFC 7766 §6.2 and RFC 9210 §4.4: what TCP may take, with limits small enough to reach. */
final class TcpLimitsTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final byte[] QUERY = QueryBytes.of("id.server.", 16, 3).bytes();

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private ServiceTransport server(TcpLimits limits) throws BindFailedException {
    ServiceTransport transport =
        ServiceTransport.bind(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            new WorkerSettings(OptionalInt.of(2), Placement.FREE, UdpPath.AUTO),
            worker ->
                new Responder(
                    new ServerIdentity("test"),
                    ServerCookies.bySystemClock(),
                    new WorkerCounters(),
                    worker),
            () -> Snapshot.EMPTY,
            limits);
    opened.add(transport);
    transport.start();
    return transport;
  }

  private Tcp connect(ServiceTransport server, String from) throws IOException {
    Tcp tcp = new DnsClient(server.addresses().getFirst()).tcpFrom(from);
    opened.add(tcp);
    return tcp;
  }

  private static boolean answers(Tcp tcp) throws IOException {
    tcp.send(QUERY);
    return Decoded.of(tcp.receive()).rcode().equals("NOERROR");
  }

  private static void awaitOpen(ServiceTransport server, int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> server.openConnections() == count);
  }

  @Test
  void idleTimeout_shrinksFromHalfOfThePlacesOn() {
    TcpLimits limits = TcpLimits.DEFAULT;
    assertThat(limits.idleNanos(0)).isEqualTo(Duration.ofSeconds(10).toNanos());
    assertThat(limits.idleNanos(512)).isEqualTo(Duration.ofSeconds(10).toNanos());
    assertThat(limits.idleNanos(768)).isEqualTo(Duration.ofMillis(5_500).toNanos());
    assertThat(limits.idleNanos(1024)).isEqualTo(Duration.ofSeconds(1).toNanos());
    assertThat(limits.idleNanos(1025)).isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void client_isAnIpv4Address_orThe64OfAnIpv6Address() {
    assertThat(network("192.0.2.1")).isEqualTo(network("192.0.2.1"));
    assertThat(network("192.0.2.1")).isNotEqualTo(network("192.0.2.2"));
    assertThat(network("2001:db8:0:1::1")).isEqualTo(network("2001:db8:0:1:ffff::2"));
    assertThat(network("2001:db8:0:1::1")).isNotEqualTo(network("2001:db8:0:2::1"));
    assertThat(network("::1")).isNotEqualTo(network("0.0.0.0"));
  }

  private static ClientNetwork network(String address) {
    return ClientNetwork.of(InetAddress.ofLiteral(address));
  }

  @Test
  void clientBeyondItsPlaces_isClosed_whileOthersAreTakenIn() throws IOException {
    ServiceTransport server = server(new TcpLimits(100, 4, LONG, LONG));
    List<Tcp> own = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      own.add(connect(server, "127.0.0.1"));
      assertThat(answers(own.getLast())).isTrue();
    }
    assertThat(connect(server, "127.0.0.1").isClosedByServer()).isTrue();
    assertThat(server.connectionCounters().refused(Refusal.CLIENT_LIMIT)).isEqualTo(1);
    assertThat(answers(connect(server, "127.0.0.2"))).isTrue();
    // A place that is left can be taken again.
    own.getFirst().close();
    awaitOpen(server, 4);
    assertThat(answers(connect(server, "127.0.0.1"))).isTrue();
    assertThat(server.connectionCounters().ended(End.DONE)).isEqualTo(1);
    assertThat(answers(own.getLast())).isTrue();
  }

  @Test
  void newcomerWhereAllPlacesAreTaken_isClosed_whileNoneIsIdleEnough() throws IOException {
    ServiceTransport server = server(new TcpLimits(4, 4, LONG, LONG));
    List<Tcp> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(connect(server, "127.0.0.1"));
      assertThat(answers(all.getLast())).isTrue();
    }
    assertThat(connect(server, "127.0.0.2").isClosedByServer()).isTrue();
    assertThat(server.connectionCounters().refused(Refusal.LIMIT)).isEqualTo(1);
    awaitOpen(server, 4); // The client sees the end of its connection before the server counts it.
    for (Tcp tcp : all) {
      assertThat(answers(tcp)).isTrue();
    }
  }

  @Test
  void idleConnections_makeRoomUnderPressure_andLastWithout() throws IOException {
    ServiceTransport server = server(new TcpLimits(8, 8, LONG, SHORT));
    List<Tcp> few = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      few.add(connect(server, "127.0.0.1"));
      assertThat(answers(few.getLast())).isTrue();
    }
    assertThat(server.idleTimeout()).isEqualTo(LONG);
    for (int i = 0; i < 4; i++) {
      assertThat(answers(connect(server, "127.0.0.2"))).isTrue();
    }
    // All places are taken: the first that goes gives the rest their time back.
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> server.connectionCounters().ended(End.IDLE) > 0 && server.openConnections() < 8);
    // Which of them it is depends on the workers that they fell to.
    assertThat(answers(connect(server, "127.0.0.3"))).isTrue();
    assertThat(server.connectionCounters().refused(Refusal.LIMIT)).isZero();
  }

  @Test
  void messageThatDoesNotArriveWhole_endsTheConnection_howeverOftenAByteComes() throws IOException {
    ServiceTransport server = server(new TcpLimits(100, 100, Duration.ofSeconds(1), SHORT));
    Tcp slow = connect(server, "127.0.0.1");
    byte[] framed = Tcp.framed(QUERY);
    int[] sent = {0};
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              try {
                if (sent[0] < framed.length - 1) {
                  slow.sendRaw(framed[sent[0]++]);
                }
              } catch (IOException reset) {
                // The server has closed it already.
              }
              return server.connectionCounters().ended(End.SLOW_QUERY) == 1;
            });
    assertThat(sent[0]).isGreaterThan(3);
    assertThat(slow.isClosedByServer()).isTrue();
  }

  @Test
  void clientThatTakesNoResponses_isClosed() throws IOException {
    ServiceTransport server = server(new TcpLimits(100, 100, Duration.ofSeconds(1), SHORT));
    Tcp deaf = connect(server, "127.0.0.1");
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      many.writeBytes(Tcp.framed(QUERY));
    }
    Thread sender =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 10_000; i++) {
                      deaf.sendRaw(many.toByteArray());
                    }
                  } catch (IOException closed) {
                    // What the test waits for.
                  }
                });
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> server.connectionCounters().ended(End.SLOW_READER) == 1);
    await().atMost(Duration.ofSeconds(10)).until(() -> !sender.isAlive());
    awaitOpen(server, 0);
  }

  @Test
  void messageThatIsNoQuery_isCountedSo() throws IOException {
    ServiceTransport server = server(TcpLimits.DEFAULT);
    Tcp tcp = connect(server, "127.0.0.1");
    tcp.send(Arrays.copyOf(QUERY, 5));
    assertThat(tcp.isClosedByServer()).isTrue();
    awaitOpen(server, 0);
    assertThat(server.connectionCounters().ended(End.NOT_A_QUERY)).isEqualTo(1);
  }

  // RFC 7828 §3.3.2: the option says what holds now.
  @Test
  void keepaliveOption_saysTheTimeoutOfNow() throws IOException {
    ServiceTransport server =
        server(new TcpLimits(4, 4, Duration.ofSeconds(60), Duration.ofSeconds(20)));
    byte[] query = QueryBytes.of("id.server.", 16, 3).opt(1232, 0, 11, 0, 0).bytes();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Tcp tcp = connect(server, "127.0.0.1");
      tcp.send(query);
      told.addAll(Decoded.of(tcp.receive()).options());
    }
    assertThat(told).containsExactly("11: 0258", "11: 0258", "11: 0190", "11: 00c8");
  }
}
