package org.popdns.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatagramRingTest {

  private static InetSocketAddress anyPort(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 0);
  }

  private static UdpSocket open(String address) throws SystemCallException {
    return UdpSocket.bind(anyPort(address), UdpSocket.Sharing.ALONE);
  }

  /** A client that only hears what comes from where it asked. */
  private static DatagramSocket client(String server, int port) throws IOException {
    DatagramSocket socket = new DatagramSocket();
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(server), port));
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(DatagramSocket client, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    client.send(new DatagramPacket(bytes, bytes.length));
  }

  private static String receive(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[5000], 5000);
    client.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }

  /** Writes the request in upper case as the response. */
  private static void shout(DatagramRing ring, int slot, int request) {
    int length = ring.requestLength(request);
    for (int i = 0; i < length; i++) {
      byte character = ring.memory().get(ValueLayout.JAVA_BYTE, ring.requestOffset(request) + i);
      ring.memory()
          .set(
              ValueLayout.JAVA_BYTE,
              ring.responseOffset(slot) + i,
              (byte) Character.toUpperCase(character));
    }
    ring.address(slot, request, length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void batch_isReceivedAndAnswered_eachToItsSender(String address) throws IOException {
    try (UdpSocket socket = open(address);
        DatagramSocket one = client(address, socket.localAddress().getPort());
        DatagramSocket two = client(address, socket.localAddress().getPort())) {
      send(one, "first");
      send(two, "second");
      send(one, "third");
      DatagramRing ring = new DatagramRing(socket, 512);
      assertThat(ring.receive()).isEqualTo(3);
      assertThat(ring.sourcePort(0)).isEqualTo(one.getLocalPort());
      assertThat(ring.sourcePort(1)).isEqualTo(two.getLocalPort());
      for (int i = 0; i < 3; i++) {
        shout(ring, i, i);
      }
      assertThat(ring.send(0, 3)).isEqualTo(3);
      assertThat(receive(one)).isEqualTo("FIRST");
      assertThat(receive(two)).isEqualTo("SECOND");
      assertThat(receive(one)).isEqualTo("THIRD");
    }
  }

  @Test
  void responses_areFewerThanRequests_whereOneGetsNone() throws IOException {
    try (UdpSocket socket = open("127.0.0.1");
        DatagramSocket one = client("127.0.0.1", socket.localAddress().getPort());
        DatagramSocket two = client("127.0.0.1", socket.localAddress().getPort())) {
      send(one, "unanswered");
      send(two, "answered");
      DatagramRing ring = new DatagramRing(socket, 512);
      assertThat(ring.receive()).isEqualTo(2);
      shout(ring, 0, 1);
      assertThat(ring.send(0, 1)).isEqualTo(1);
      assertThat(receive(two)).isEqualTo("ANSWERED");
    }
  }

  @Test
  void sourceAddress_isRead() throws IOException {
    try (UdpSocket socket = open("127.0.0.1");
        DatagramSocket client = client("127.0.0.1", socket.localAddress().getPort())) {
      send(client, "x");
      DatagramRing ring = new DatagramRing(socket, 512);
      ring.receive();
      assertThat(ring.isIpv4()).isTrue();
      assertThat(ring.sourceIpv4(0)).isEqualTo(0x7F000001);
    }
    try (UdpSocket socket = open("::1");
        DatagramSocket client = client("::1", socket.localAddress().getPort())) {
      send(client, "x");
      DatagramRing ring = new DatagramRing(socket, 512);
      ring.receive();
      assertThat(ring.isIpv4()).isFalse();
      assertThat(ring.sourceIpv6High(0)).isZero();
      assertThat(ring.sourceIpv6Low(0)).isEqualTo(1);
    }
  }

  @Test
  void emptyDatagram_hasLengthZero_andOneThatIsTooLongIsMarked() throws IOException {
    try (UdpSocket socket = open("127.0.0.1");
        DatagramSocket unconnected = new DatagramSocket();
        DatagramSocket client = client("127.0.0.1", socket.localAddress().getPort())) {
      // A connected socket would send nothing.
      unconnected.send(new DatagramPacket(new byte[0], 0, socket.localAddress()));
      send(client, "a".repeat(DatagramRing.MAX_REQUEST_BYTES));
      send(client, "a".repeat(DatagramRing.MAX_REQUEST_BYTES + 1));
      DatagramRing ring = new DatagramRing(socket, 512);
      assertThat(ring.receive()).isEqualTo(3);
      assertThat(ring.requestLength(0)).isZero();
      assertThat(ring.requestLength(1)).isEqualTo(DatagramRing.MAX_REQUEST_BYTES);
      assertThat(ring.requestLength(2)).isEqualTo(DatagramRing.TRUNCATED);
    }
  }

  @Test
  void moreThanABatch_comesInSeveral() throws IOException {
    try (UdpSocket socket = open("127.0.0.1");
        DatagramSocket client = client("127.0.0.1", socket.localAddress().getPort())) {
      for (int i = 0; i < DatagramRing.CAPACITY + 6; i++) {
        send(client, "x");
      }
      DatagramRing ring = new DatagramRing(socket, 512);
      assertThat(ring.receive()).isEqualTo(DatagramRing.CAPACITY);
      assertThat(ring.receive()).isEqualTo(6);
      assertThat(ring.receive()).isEqualTo(-Errno.EAGAIN);
    }
  }

  // The kernel sends what stands before the entry that fails, and tells of it only when that entry
  // is the first.
  @Test
  void entryThatFails_endsTheCallBefore_andFailsTheNext() throws IOException {
    try (UdpSocket socket = open("127.0.0.1");
        DatagramSocket client = client("127.0.0.1", socket.localAddress().getPort())) {
      for (String text : new String[] {"one", "two", "three"}) {
        send(client, text);
      }
      DatagramRing ring = new DatagramRing(socket, 512);
      assertThat(ring.receive()).isEqualTo(3);
      shout(ring, 0, 0);
      shout(ring, 1, 1);
      shout(ring, 2, 2);
      ring.address(1, 1, 65_536); // EMSGSIZE
      assertThat(ring.send(0, 3)).isEqualTo(1);
      assertThat(ring.send(1, 2)).isEqualTo(-90);
      assertThat(Errno.text(90)).isEqualTo("Message too long");
      assertThat(ring.send(2, 1)).isEqualTo(1);
      assertThat(receive(client)).isEqualTo("ONE");
      assertThat(receive(client)).isEqualTo("THREE");
    }
  }

  // The client is connected: it hears nothing that comes from another address.
  @ParameterizedTest
  @CsvSource({"0.0.0.0, 127.0.0.1", "0.0.0.0, 127.0.0.9", "::, ::1"})
  void wildcardSocket_answersFromTheAddressAsked(String bound, String asked) throws IOException {
    try (UdpSocket socket = open(bound);
        DatagramSocket client = client(asked, socket.localAddress().getPort());
        DatagramSocket other = client(asked, socket.localAddress().getPort())) {
      assertThat(socket.isWildcard()).isTrue();
      DatagramRing ring = new DatagramRing(socket, 512);
      for (int round = 0; round < 3; round++) {
        send(other, "unanswered");
        send(client, "hello");
        assertThat(ring.receive()).isEqualTo(2);
        shout(ring, 0, 1);
        assertThat(ring.send(0, 1)).isEqualTo(1);
        assertThat(receive(client)).isEqualTo("HELLO");
      }
    }
  }

  @Test
  void wildcardsOfBothFamilies_areBoundSideBySide() throws IOException {
    try (UdpSocket four = open("0.0.0.0");
        UdpSocket six =
            UdpSocket.bind(
                new InetSocketAddress(InetAddress.ofLiteral("::"), four.localAddress().getPort()),
                UdpSocket.Sharing.ALONE)) {
      assertThat(six.localAddress().getPort()).isEqualTo(four.localAddress().getPort());
    }
  }

  @Test
  void adoptedSocket_isUsed_andLeftOpen() throws IOException {
    try (UdpSocket given = open("127.0.0.1")) {
      DatagramRing ring;
      try (UdpSocket adopted = UdpSocket.adopt(given.descriptor());
          DatagramSocket client = client("127.0.0.1", given.localAddress().getPort())) {
        assertThat(adopted.localAddress()).isEqualTo(given.localAddress());
        ring = new DatagramRing(adopted, 512);
        send(client, "x");
        assertThat(ring.receive()).isEqualTo(1);
        adopted.wake();
      }
      try (DatagramSocket client = client("127.0.0.1", given.localAddress().getPort())) {
        send(client, "y");
        assertThat(ring.receive()).isEqualTo(1);
        shout(ring, 0, 0);
        ring.send(0, 1);
        assertThat(receive(client)).isEqualTo("Y");
      }
    }
  }

  @Test
  void descriptorThatIsNoUdpSocket_isRefused() {
    assertThatThrownBy(() -> UdpSocket.adopt(1_000_000))
        .isInstanceOf(SystemCallException.class)
        .hasMessage("Bad file descriptor (getsockopt)");
    assertThatThrownBy(() -> UdpSocket.adopt(0))
        .isInstanceOf(SystemCallException.class)
        .hasMessageMatching("Socket operation on non-socket \\(getsockopt\\)");
  }

  @Test
  void socketThatIsTaken_isNotShared() throws IOException {
    try (UdpSocket first = open("127.0.0.1")) {
      assertThatThrownBy(() -> UdpSocket.bind(first.localAddress(), UdpSocket.Sharing.SHARED))
          .isInstanceOfSatisfying(
              SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(98))
          .hasMessage("Address already in use (bind)");
    }
  }

  @Test
  void addressThatIsNotConfigured_isBound() throws IOException {
    try (UdpSocket socket = open("192.0.2.1")) {
      assertThat(socket.localAddress().getAddress()).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    }
  }

  @Test
  void wake_endsAReceive() throws Exception {
    try (UdpSocket socket = open("127.0.0.1")) {
      DatagramRing ring = new DatagramRing(socket, 512);
      Thread receiver = Thread.ofPlatform().start(ring::receive);
      socket.wake();
      assertThat(receiver.join(java.time.Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void processors_canBePinnedTo() throws Exception {
    int[] allowed = CpuAffinity.allowed();
    assertThat(allowed).isNotEmpty().isSorted();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    CpuAffinity.pin(allowed[allowed.length - 1]);
                    assertThat(CpuAffinity.allowed()).containsExactly(allowed[allowed.length - 1]);
                  } catch (SystemCallException e) {
                    throw new AssertionError(e);
                  }
                });
    Throwable[] failure = new Throwable[1];
    thread.setUncaughtExceptionHandler((where, e) -> failure[0] = e);
    thread.join();
    assertThat(failure[0]).isNull();
    assertThat(CpuAffinity.allowed()).isEqualTo(allowed);
  }

  @Test
  void otherSystems_haveNoSuchSockets() {
    assertThat(LinuxSockets.obstacle("Mac OS X", "aarch64"))
        .contains("the system is not Linux but Mac OS X");
    assertThat(LinuxSockets.obstacle("Linux", "s390x"))
        .contains("the layouts of structures are not known for s390x");
    for (String architecture : Arrays.asList("amd64", "aarch64")) {
      assertThat(LinuxSockets.obstacle("Linux", architecture)).isEmpty();
    }
  }
}
