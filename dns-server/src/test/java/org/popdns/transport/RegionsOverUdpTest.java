package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.popdns.answer.RegionalZone;
import org.popdns.answer.Responder;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.platform.DatagramCalls;
import org.popdns.platform.DatagramRing;
import org.popdns.platform.UdpSocket;
import org.popdns.snapshot.Snapshot;

/** Answers by client over real sockets: what a worker takes from them, and a batch of many. */
final class RegionsOverUdpTest {

  private static final int A = 1;

  private UdpSocket socket;
  private UdpWorker worker;
  private Thread thread;

  @BeforeEach
  void open() throws IOException {
    Snapshot served = RegionalZone.snapshot();
    socket =
        UdpSocket.bind(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), UdpSocket.Sharing.SHARED);
    worker =
        new UdpWorker(
            socket,
            new DatagramRing(socket, Responder.UDP_PAYLOAD_BYTES, DatagramCalls.SYSTEM),
            OptionalInt.empty(),
            new NumberedResponders(new Counted()).next(),
            () -> served);
    thread = Thread.ofPlatform().unstarted(worker);
  }

  @AfterEach
  void close() throws InterruptedException {
    worker.stop();
    if (thread.getState() != Thread.State.NEW) {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }
    socket.close();
  }

  private DatagramSocket client(String address) throws IOException {
    DatagramSocket client = new DatagramSocket(new InetSocketAddress(address, 0));
    client.connect(socket.localAddress());
    client.setSoTimeout(10_000);
    return client;
  }

  private static void send(DatagramSocket client, QueryBytes query) throws IOException {
    byte[] bytes = query.bytes();
    client.send(new DatagramPacket(bytes, bytes.length));
  }

  private static Decoded receive(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    client.receive(packet);
    return Decoded.of(Arrays.copyOf(packet.getData(), packet.getLength()));
  }

  @Test
  void senders_ofOneBatch_areAnsweredEachForItself() throws IOException {
    try (DatagramSocket near = client("127.0.0.77");
        DatagramSocket far = client("127.0.0.1")) {
      QueryBytes query = QueryBytes.of("geo.example.com.", A);
      for (int round = 0; round < 10; round++) {
        send(near, query);
        send(far, query);
      }
      thread.start();
      for (int round = 0; round < 10; round++) {
        assertThat(receive(near).answers()).containsExactly("geo.example.com. 60 A 192.0.2.4");
        assertThat(receive(far).answers()).containsExactly("geo.example.com. 60 A 192.0.2.1");
      }
    }
  }

  // As dig +subnet=10.1.2.0/24 and +subnet=0/0 ask.
  @Test
  void option_decides_whoeverSendsIt() throws IOException {
    try (DatagramSocket client = client("127.0.0.1");
        DatagramSocket near = client("127.0.0.77")) {
      thread.start();
      send(client, RegionalZone.query("geo", A, "10.1.2.0/24"));
      Decoded regional = receive(client);
      assertThat(regional.answers()).containsExactly("geo.example.com. 60 A 192.0.2.4");
      assertThat(regional.options()).containsExactly("8: 000118100a0102");

      send(near, RegionalZone.query("geo", A, "192.0.2.0/24"));
      Decoded other = receive(near);
      assertThat(other.answers()).containsExactly("geo.example.com. 60 A 192.0.2.1");
      assertThat(other.options()).containsExactly("8: 00011801c00002");

      send(near, RegionalZone.query("geo", A, "0.0.0.0/0"));
      Decoded leftOut = receive(near);
      assertThat(leftOut.answers()).containsExactly("geo.example.com. 60 A 192.0.2.4");
      assertThat(leftOut.options()).containsExactly("8: 00010000");
    }
  }

  @Test
  void malformedOption_ofASteeredName_isAFormatError() throws IOException {
    try (DatagramSocket client = client("127.0.0.1")) {
      thread.start();
      for (String option :
          new String[] {
            "000118", // too short
            "00031800c00002", // a family that nobody knows
            "00012100c000020100", // a prefix longer than the address
            "00011818c00002", // a scope in a query
            "00011800c000", // an address shorter than the prefix
            "00011800c0000201", // and one longer
            "00011700c00003" // a bit behind the prefix
          }) {
        send(client, QueryBytes.of("geo.example.com.", A).option(8, option));
        Decoded error = receive(client);
        assertThat(error.rcode()).isEqualTo("FORMERR");
        assertThat(error.answers()).isEmpty();
        assertThat(error.options()).isEmpty();
      }
    }
  }
}
