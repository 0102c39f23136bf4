package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.popdns.answer.Protocol;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.UdpPath;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.QueryBytes;
import org.popdns.platform.UdpSocket;
import org.popdns.snapshot.Snapshot;

/** What holds whichever way datagrams take. */
final class ServiceTransportTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final InetSocketAddress ANY_PORT_IPV6 =
      new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);

  private final AtomicReference<Snapshot> root = new AtomicReference<>(Snapshot.EMPTY);
  private final Counted counted = new Counted();

  private ServiceTransport bind(UdpPath path, InetSocketAddress... addresses)
      throws BindFailedException {
    return ServiceTransport.bind(
        List.of(addresses),
        new WorkerSettings(OptionalInt.of(1), Placement.FREE, path),
        counted,
        root::getAcquire);
  }

  @ParameterizedTest
  @EnumSource
  void errorWhileAnswering_isAServerFailure_andTheNextQueryIsAnswered(UdpPath path)
      throws IOException {
    root.setRelease(BrokenZone.SNAPSHOT);
    try (ServiceTransport transport = bind(path, ANY_PORT)) {
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
    // The transport is closed: its workers have written all they counted.
    assertThat(counted.sum(one -> one.dropped(WorkerCounters.Drop.ERROR))).isEqualTo(6);
    assertThat(counted.sum(one -> one.responses(Protocol.UDP_IPV4, 2))).isEqualTo(3);
    assertThat(counted.sum(one -> one.responses(Protocol.TCP_IPV4, 2))).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void queriesBeforeTheStart_areAnsweredAfterIt(UdpPath path) throws IOException {
    try (ServiceTransport transport = bind(path, ANY_PORT)) {
      DnsClient client = new DnsClient(transport.addresses().getFirst());
      try (var udp = client.connect();
          var tcp = client.tcp()) {
        byte[] query = QueryBytes.of("example.com.", 1).bytes();
        udp.send(new DatagramPacket(query, query.length));
        tcp.send(query);
        transport.start();
        udp.receive(new DatagramPacket(new byte[512], 512));
        assertThat(Decoded.of(tcp.receive()).rcode()).isEqualTo("REFUSED");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachQuery_isTimed(UdpPath path) throws IOException {
    try (ServiceTransport transport = bind(path, ANY_PORT)) {
      transport.start();
      DnsClient client = new DnsClient(transport.addresses().getFirst());
      for (int i = 0; i < 10; i++) {
        client.udp(QueryBytes.of("example.com.", 1));
      }
    }
    long timed = 0;
    for (int bucket = 0; bucket <= WorkerCounters.DURATION_BUCKETS; bucket++) {
      int index = bucket;
      timed += counted.sum(one -> one.durations(index));
    }
    assertThat(timed).isEqualTo(10);
    assertThat(counted.sum(WorkerCounters::durationSumNanos)).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void addressThatIsTaken_leavesNoneBound(UdpPath path) throws IOException {
    try (ServiceTransport first = bind(path, ANY_PORT)) {
      InetSocketAddress taken = first.addresses().getFirst();
      InetSocketAddress other = new InetSocketAddress("127.0.0.2", taken.getPort());
      assertThatThrownBy(() -> bind(path, other, taken))
          .isInstanceOf(BindFailedException.class)
          .hasMessage(
              "127.0.0.1:%d (TCP): address already in use: another popdns or another nameserver"
                      .formatted(taken.getPort())
                  + " answers there");
      bind(path, other).close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void udpPortThatIsTaken_isSaid(UdpPath path) throws IOException {
    try (UdpSocket other = UdpSocket.bind(ANY_PORT, UdpSocket.Sharing.SHARED)) {
      InetSocketAddress taken = other.localAddress();
      assertThatThrownBy(() -> bind(path, taken))
          .isInstanceOf(BindFailedException.class)
          .hasMessage(
              "127.0.0.1:%d (UDP): address already in use: another popdns or another nameserver"
                      .formatted(taken.getPort())
                  + " answers there");
    }
  }

  @ParameterizedTest
  @EnumSource
  void address_canBeBoundAgainAtOnce_evenAfterConnections(UdpPath path) throws IOException {
    ServiceTransport first = bind(path, ANY_PORT);
    InetSocketAddress address = first.addresses().getFirst();
    first.start();
    assertThat(new DnsClient(address).tcp(QueryBytes.of("a.", 1)).rcode()).isEqualTo("REFUSED");
    first.close();
    bind(path, address).close();
  }

  @ParameterizedTest
  @EnumSource
  void ipv6Address_isAnsweredOverUdpAndTcp(UdpPath path) throws IOException {
    root.setRelease(BrokenZone.SNAPSHOT);
    try (ServiceTransport transport = bind(path, ANY_PORT, ANY_PORT_IPV6)) {
      transport.start();
      DnsClient client = new DnsClient(transport.addresses().getLast());
      assertThat(client.udp(QueryBytes.of("example.net.", 1)).rcode()).isEqualTo("REFUSED");
      assertThat(client.tcp(QueryBytes.of("example.net.", 1)).rcode()).isEqualTo("REFUSED");
    }
    assertThat(counted.sum(one -> one.responses(Protocol.UDP_IPV6, 5))).isEqualTo(1);
    assertThat(counted.sum(one -> one.responses(Protocol.TCP_IPV6, 5))).isEqualTo(1);
    assertThat(counted.sum(one -> one.responses(Protocol.UDP_IPV4, 5))).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void workersAt_areThoseThatAnswerAtTheAddress(UdpPath path) throws IOException {
    List<Integer> there;
    try (ServiceTransport transport = bind(path, ANY_PORT, ANY_PORT_IPV6)) {
      transport.start();
      InetSocketAddress asked = transport.addresses().getFirst();
      there = transport.workersAt(asked);
      new DnsClient(asked).udp(QueryBytes.of("example.net.", 1));
      assertThat(transport.workersAt(ANY_PORT)).isEmpty();
    }
    assertThat(there).hasSize(1);
    assertThat(counted.of(there.getFirst()).responses(Protocol.UDP_IPV4, 5)).isEqualTo(1);
  }

  // RFC 9715 §3.1: nobody's "packet too big" has responses cut into fragments. The option is
  // Linux's.
  @ParameterizedTest
  @EnumSource
  void udpSockets_believeNoPathMtu(UdpPath path) throws IOException {
    try (ServiceTransport transport = bind(path, ANY_PORT, ANY_PORT_IPV6)) {
      List<Integer> read = new ArrayList<>();
      switch (transport.udp()) {
        case LinuxUdp linux -> {
          for (UdpSocket socket : linux.sockets()) {
            read.add(socket.pathMtuDiscovery());
          }
        }
        case NettyUdp netty -> {
          for (Channel socket : netty.sockets()) {
            if (socket instanceof EpollDatagramChannel udp) {
              boolean ipv4 = udp.localAddress().getAddress() instanceof Inet4Address;
              read.add(
                  udp.config()
                      .getOption(
                          PathMtu.of(
                              ipv4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6)));
            }
          }
        }
      }
      boolean linux = System.getProperty("os.name", "").equals("Linux");
      assertThat(read).isEqualTo(linux ? List.of(PathMtu.OMIT, PathMtu.OMIT) : List.of());
    }
  }
}
