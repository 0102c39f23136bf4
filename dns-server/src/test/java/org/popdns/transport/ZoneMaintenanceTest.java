package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.popdns.answer.Exchange;
import org.popdns.answer.Responder;
import org.popdns.answer.ResponseSequence;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.answer.ZoneMaintenance;
import org.popdns.config.model.UdpPath;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.harness.DnsClient;
import org.popdns.harness.DnsClient.Tcp;
import org.popdns.harness.QueryBytes;
import org.popdns.record.RecordType;
import org.popdns.snapshot.Snapshot;
import org.popdns.transport.ConnectionCounters.End;
import org.popdns.wire.WireFormat;

/** RFC 5936 §2.2, §4: many messages in answer to one over TCP, as fast as they are read. */
final class ZoneMaintenanceTest {

  private static final byte[] TRANSFER = QueryBytes.of("example.com.", RecordType.AXFR).bytes();
  private static final byte[] QUERY = QueryBytes.of("id.server.", 16, 3).bytes();

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  /** As many messages of a length, each of which has its number in place of its flags. */
  private class Numbered implements ResponseSequence {

    private final int id;
    private final int count;
    private final int lengthBytes;
    private int next;

    Numbered(int id, int count, int lengthBytes) {
      this.id = id;
      this.count = count;
      this.lengthBytes = lengthBytes;
    }

    @Override
    public int next(MemorySegment response, long offset, int capacity) {
      if (next == count) {
        return END;
      }
      response.asSlice(offset, lengthBytes).fill((byte) next);
      WireFormat.put16(response, offset, id);
      WireFormat.put16(response, offset + 2, next++);
      made.incrementAndGet();
      return lengthBytes;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /** Over TCP the messages, over UDP none. */
  private ZoneMaintenance messages(int count, int lengthBytes) {
    return exchange ->
        exchange.client().protocol().isUdp()
            ? new ZoneMaintenance.Reply.Silence()
            : new ZoneMaintenance.Reply.Messages(
                new Numbered(exchange.query().id(), count, lengthBytes));
  }

  private ServiceTransport server(ZoneMaintenance maintenance) throws BindFailedException {
    return server(maintenance, UdpPath.AUTO, TcpLimits.DEFAULT);
  }

  private ServiceTransport server(ZoneMaintenance maintenance, UdpPath udp, TcpLimits limits)
      throws BindFailedException {
    ServiceTransport transport =
        ServiceTransport.bind(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            new WorkerSettings(OptionalInt.of(1), Placement.FREE, udp),
            worker ->
                new Responder(
                    new ServerIdentity("test"),
                    ServerCookies.bySystemClock(),
                    new WorkerCounters(),
                    worker,
                    maintenance),
            () -> Snapshot.EMPTY,
            limits);
    opened.add(transport);
    transport.start();
    return transport;
  }

  private Tcp connect(ServiceTransport server) throws IOException {
    Tcp tcp = new DnsClient(server.addresses().getFirst()).tcp();
    opened.add(tcp);
    return tcp;
  }

  private void awaitClosed(int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> closed.get() == count);
  }

  private static int number(byte[] message) {
    return ByteBuffer.wrap(message).getShort(2) & 0xffff;
  }

  private static void assertReceives(Tcp tcp, int count, int lengthBytes) throws IOException {
    for (int i = 0; i < count; i++) {
      byte[] message = tcp.receive();
      assertThat(number(message)).isEqualTo(i);
      assertThat(message).hasSize(lengthBytes);
      assertThat(message[lengthBytes - 1]).isEqualTo((byte) i);
    }
  }

  @Test
  void messages_followOneAnother_andTheNextQueryIsAnsweredBehindThem() throws IOException {
    Tcp tcp = connect(server(messages(5, 100)));
    byte[] both = new byte[2 * 2 + TRANSFER.length + QUERY.length];
    ByteBuffer.wrap(both).put(Tcp.framed(TRANSFER)).put(Tcp.framed(QUERY));
    tcp.sendRaw(both);
    assertReceives(tcp, 5, 100);
    assertThat(tcp.receive()).hasSizeGreaterThan(QUERY.length).startsWith(QUERY[0], QUERY[1]);
    awaitClosed(1);
  }

  @Test
  void reader_whoDoesNotRead_isMadeNoMessagesFor() throws IOException {
    int count = 1_000;
    Tcp tcp = connect(server(messages(count, 60_000)));
    // The second is answered when the first is at its end.
    tcp.send(TRANSFER);
    tcp.send(TRANSFER);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              int before = made.get();
              return before > 0 && settled(before);
            });
    // What the kernel's buffers take, and no more.
    assertThat(made.get()).isLessThan(count / 4);
    assertReceives(tcp, count, 60_000);
    assertReceives(tcp, count, 60_000);
    assertThat(made).hasValue(2 * count);
    awaitClosed(2);
  }

  private boolean settled(int before) {
    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    return made.get() == before;
  }

  @Test
  void othersOfTheWorker_areAnswered_meanwhile() throws IOException {
    ServiceTransport server = server(messages(2_000, 60_000));
    connect(server).send(TRANSFER);
    await().atMost(Duration.ofSeconds(10)).until(() -> made.get() > 0);
    Tcp other = connect(server);
    other.send(QUERY);
    assertThat(other.receive()).startsWith(QUERY[0], QUERY[1]);
  }

  @Test
  void client_whoGoes_leavesNothingOpen() throws IOException {
    Tcp tcp = connect(server(messages(2_000, 60_000)));
    tcp.send(TRANSFER);
    tcp.receive();
    tcp.close();
    awaitClosed(1);
    assertThat(made.get()).isLessThan(2_000);
  }

  @Test
  void client_whoTakesNothing_isClosedAsASlowReader() throws IOException {
    Duration idle = Duration.ofMillis(300);
    ServiceTransport server =
        server(messages(2_000, 60_000), UdpPath.AUTO, new TcpLimits(10, 10, idle, idle));
    connect(server).send(TRANSFER);
    awaitClosed(1);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> server.connectionCounters().ended(End.SLOW_READER) == 1);
  }

  @Test
  void sequence_thatFails_endsTheConnection() throws IOException {
    ServiceTransport server =
        server(
            exchange ->
                new ZoneMaintenance.Reply.Messages(
                    new Numbered(exchange.query().id(), 3, 100) {
                      @Override
                      public int next(MemorySegment response, long offset, int capacity) {
                        int length = super.next(response, offset, capacity);
                        if (length == END) {
                          throw new IllegalStateException("the zone is gone");
                        }
                        return length;
                      }
                    }));
    Tcp tcp = connect(server);
    tcp.send(TRANSFER);
    assertReceives(tcp, 3, 100);
    assertThat(tcp.isClosedByServer()).isTrue();
    awaitClosed(1);
  }

  @Test
  void noMessages_overTcp_leaveTheConnectionOpen() throws IOException {
    Tcp tcp = connect(server(messages(0, 100)));
    tcp.send(TRANSFER);
    tcp.send(QUERY);
    assertThat(tcp.receive()).startsWith(QUERY[0], QUERY[1]);
    awaitClosed(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = UdpPath.class,
      names = {"AUTO", "NETTY"})
  void silence_overUdp_isSilence(UdpPath path) throws IOException {
    ServiceTransport server = server(messages(5, 100), path, TcpLimits.DEFAULT);
    assertThat(datagrams(server)).containsExactly("answer");
    assertThat(made).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(
      value = UdpPath.class,
      names = {"AUTO", "NETTY"})
  void severalMessages_overUdp_areOne(UdpPath path) throws IOException {
    ServiceTransport server =
        server(
            exchange ->
                new ZoneMaintenance.Reply.Messages(new Numbered(exchange.query().id(), 5, 100)),
            path,
            TcpLimits.DEFAULT);
    assertThat(datagrams(server)).containsExactly("message 0", "answer");
    assertThat(closed).hasValue(1);
  }

  /** What comes of a request for a transfer, then one that is answered. */
  private static List<String> datagrams(ServiceTransport server) throws IOException {
    List<String> received = new ArrayList<>();
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(server.addresses().getFirst());
      channel.socket().setSoTimeout(5_000);
      channel.write(ByteBuffer.wrap(TRANSFER));
      channel.write(ByteBuffer.wrap(QUERY));
      ByteBuffer response = ByteBuffer.allocate(1_500);
      while (!received.contains("answer")) {
        response.clear();
        channel.read(response);
        received.add(response.position() == 100 ? "message " + response.getShort(2) : "answer");
      }
    } catch (SocketTimeoutException e) {
      received.add("nothing");
    }
    return received;
  }

  @Test
  void exchange_tellsWhatWasAsked() throws IOException {
    List<String> asked = new ArrayList<>();
    Tcp tcp =
        connect(
            server(
                exchange -> {
                  asked.add(described(exchange));
                  return new ZoneMaintenance.Reply.Silence();
                }));
    tcp.send(TRANSFER);
    tcp.send(QueryBytes.of("example.com.", RecordType.IXFR).bytes());
    tcp.send(QueryBytes.of("example.com.", RecordType.SOA).flags(0x2400).bytes());
    tcp.send(QueryBytes.of("example.com.", RecordType.SOA).flags(0x2800).bytes());
    tcp.send(QUERY);
    tcp.receive();
    assertThat(asked)
        .containsExactly(
            "opcode 0, type 252, 29 bytes",
            "opcode 0, type 251, 29 bytes",
            "opcode 4, type 0, 29 bytes",
            "opcode 5, type 0, 29 bytes");
  }

  private static String described(Exchange exchange) {
    return "opcode %d, type %d, %d bytes"
        .formatted(exchange.query().opcode(), exchange.query().type(), exchange.requestLength());
  }
}
