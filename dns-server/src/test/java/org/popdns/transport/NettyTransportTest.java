package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.answer.Protocol;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.DomainName;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.QueryBytes;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.SnapshotPublisher;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;

final class NettyTransportTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final SnapshotPublisher publisher = new SnapshotPublisher();
  private final WorkerCounters counters = new WorkerCounters();

  private NettyTransport bind(InetSocketAddress... addresses) throws BindFailedException {
    return NettyTransport.bind(
        List.of(addresses),
        1,
        worker ->
            new Responder(
                new ServerIdentity("test"), ServerCookies.ofThisProcess(), counters, worker),
        publisher);
  }

  /** A zone whose slot the health half of the root lacks: a root that may never be. */
  private static Snapshot broken() {
    DomainName origin = DomainName.parse("example.com.");
    Position nowhere = new Position(Path.of("zone"), 1, 1);
    Zone zone =
        new Zone(
            origin,
            1,
            List.of(
                new RecordSet.Steered(origin, 1, 60, "images", List.of(), nowhere),
                new RecordSet.Static(origin, 6, 60, List.of(new byte[22]), nowhere)));
    ZoneTable table = new ZoneTable(List.of(ZoneCompiler.compile(zone, new SlotDirectory())));
    return new Snapshot(table, HealthAnswers.NONE);
  }

  @Test
  void errorWhileAnswering_isAServerFailure_andTheNextQueryIsAnswered() throws IOException {
    publisher.publish(broken());
    try (NettyTransport transport = bind(ANY_PORT)) {
      transport.start();
      DnsClient client = new DnsClient(transport.addresses().getFirst());
      for (int i = 0; i < 3; i++) {
        Decoded failed = client.udp(QueryBytes.of("example.com.", 1).id(i).opt(1232));
        assertThat(failed.rcode()).isEqualTo("SERVFAIL");
        assertThat(failed.message().getHeader().getID()).isEqualTo(i);
        assertThat(client.tcp(QueryBytes.of("example.com.", 1)).rcode()).isEqualTo("SERVFAIL");
        assertThat(client.udp(QueryBytes.of("example.com.", 16)).rcode()).isEqualTo("NOERROR");
      }
    }
    // The transport is closed: its worker has written all it counted.
    assertThat(counters.dropped(WorkerCounters.Drop.ERROR)).isEqualTo(6);
    assertThat(counters.responses(Protocol.UDP_IPV4, 2)).isEqualTo(3);
    assertThat(counters.responses(Protocol.TCP_IPV4, 2)).isEqualTo(3);
  }

  @Test
  void queriesBeforeTheStart_areAnsweredAfterIt() throws IOException {
    try (NettyTransport transport = bind(ANY_PORT)) {
      DnsClient client = new DnsClient(transport.addresses().getFirst());
      try (var udp = client.connect();
          var tcp = client.tcp()) {
        byte[] query = QueryBytes.of("example.com.", 1).bytes();
        udp.send(new java.net.DatagramPacket(query, query.length));
        tcp.send(query);
        transport.start();
        udp.receive(new java.net.DatagramPacket(new byte[512], 512));
        assertThat(Decoded.of(tcp.receive()).rcode()).isEqualTo("REFUSED");
      }
    }
  }

  @Test
  void eachQuery_isTimed() throws IOException {
    try (NettyTransport transport = bind(ANY_PORT)) {
      transport.start();
      DnsClient client = new DnsClient(transport.addresses().getFirst());
      for (int i = 0; i < 10; i++) {
        client.udp(QueryBytes.of("example.com.", 1));
      }
    }
    long timed = 0;
    for (int bucket = 0; bucket <= WorkerCounters.DURATION_BUCKETS; bucket++) {
      timed += counters.durations(bucket);
    }
    assertThat(timed).isEqualTo(10);
    assertThat(counters.durationSumNanos()).isPositive();
  }

  @Test
  void addressThatIsTaken_leavesNoneBound() throws IOException {
    try (NettyTransport first = bind(ANY_PORT)) {
      InetSocketAddress taken = first.addresses().getFirst();
      InetSocketAddress other = new InetSocketAddress("127.0.0.2", taken.getPort());
      assertThatThrownBy(() -> bind(other, taken))
          .isInstanceOf(BindFailedException.class)
          .hasMessage(
              "127.0.0.1:%d (TCP): address already in use: another popdns or another nameserver answers there"
                  .formatted(taken.getPort()));
      bind(other).close();
    }
  }

  @Test
  void address_canBeBoundAgainAtOnce_evenAfterConnections() throws IOException {
    NettyTransport first = bind(ANY_PORT);
    InetSocketAddress address = first.addresses().getFirst();
    first.start();
    assertThat(new DnsClient(address).tcp(QueryBytes.of("a.", 1)).rcode()).isEqualTo("REFUSED");
    first.close();
    bind(address).close();
  }

  @Test
  void ipv6Address_isAnsweredOverUdpAndTcp() throws IOException {
    publisher.publish(broken());
    try (NettyTransport transport =
        bind(ANY_PORT, new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))) {
      transport.start();
      DnsClient client = new DnsClient(transport.addresses().getLast());
      assertThat(client.udp(QueryBytes.of("example.net.", 1)).rcode()).isEqualTo("REFUSED");
      assertThat(client.tcp(QueryBytes.of("example.net.", 1)).rcode()).isEqualTo("REFUSED");
    }
    assertThat(counters.responses(Protocol.UDP_IPV6, 5)).isEqualTo(1);
    assertThat(counters.responses(Protocol.TCP_IPV6, 5)).isEqualTo(1);
    assertThat(counters.responses(Protocol.UDP_IPV4, 5)).isZero();
  }

  // RFC 9715 §3.1: nobody's "packet too big" has responses cut into fragments. Where epoll is not
  // to
  // be had there is no such option.
  @Test
  void udpSockets_believeNoPathMtu() throws IOException {
    try (NettyTransport transport =
        bind(ANY_PORT, new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))) {
      List<Integer> read = new ArrayList<>();
      for (Channel socket : transport.sockets()) {
        if (socket instanceof EpollDatagramChannel udp) {
          boolean ipv4 = udp.localAddress().getAddress() instanceof Inet4Address;
          read.add(
              udp.config()
                  .getOption(
                      PathMtu.of(ipv4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6)));
        }
      }
      assertThat(read)
          .isEqualTo(Epoll.isAvailable() ? List.of(PathMtu.OMIT, PathMtu.OMIT) : List.of());
    }
  }
}
