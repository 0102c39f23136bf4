package org.popdns.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient;
import org.popdns.harness.DnsClient.Tcp;
import org.popdns.harness.QueryBytes;

/**
 * Sends mutated messages in batches, each with a good query at its end, and goes on when that is
 * answered: so that every message is read, none lost in a full buffer. Looks at all responses.
 */
final class PacketLoad {

  private static final int UDP_SOCKETS = 8;
  private static final int UDP_BATCH = 32;
  private static final int TCP_BATCH = 32;
  private static final int TRIES = 20;
  private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int END_EACH = 25;
  private static final int DECODED_EACH = 16;

  // The good queries' ids; no other message has one of these.
  private static final int FIRST_MARKER = 0xF000;

  private final DnsClient client;
  private final PacketMutator mutator;
  private int marker = FIRST_MARKER;
  private long responses;
  private long refusals;

  PacketLoad(DnsClient client, PacketMutator mutator) {
    this.client = client;
    this.mutator = mutator;
  }

  /** Responses to mutated messages. */
  long responses() {
    return responses;
  }

  /** Connections that were not taken in, and made again. */
  long refusals() {
    return refusals;
  }

  /** Sends that many datagrams, over sockets that the system gives to different workers. */
  void udp(int count) throws IOException {
    List<DatagramSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < UDP_SOCKETS; i++) {
        DatagramSocket socket = client.connect();
        socket.setSoTimeout(500);
        sockets.add(socket);
      }
      for (int sent = 0; sent < count; sent += UDP_BATCH) {
        udpBatch(sockets.get(sent / UDP_BATCH % UDP_SOCKETS));
      }
    } finally {
      sockets.forEach(DatagramSocket::close);
    }
  }

  private void udpBatch(DatagramSocket socket) throws IOException {
    Set<Integer> ids = new HashSet<>();
    byte[] markerQuery = nextMarker();
    for (int i = 0; i < UDP_BATCH; i++) {
      byte[] message = unmarked(mutator.next());
      if (message.length >= 2) {
        ids.add(id(message));
      }
      socket.send(new DatagramPacket(message, message.length));
    }
    byte[] buffer = new byte[65535];
    for (int attempt = 0; attempt < TRIES; attempt++) {
      socket.send(new DatagramPacket(markerQuery, markerQuery.length));
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
          socket.receive(packet);
          byte[] response = java.util.Arrays.copyOf(buffer, packet.getLength());
          if (id(response) == marker) {
            return;
          }
          if (id(response) >= FIRST_MARKER) {
            continue; // The second answer to a marker that was sent twice.
          }
          assertThat(ids).contains(id(response));
          assertThat(response).hasSizeLessThanOrEqualTo(1232);
          check(response);
        }
      } catch (SocketTimeoutException e) {
        // The batch was too much for a buffer: the marker goes again.
      }
    }
    throw new AssertionError("the worker behind " + socket.getLocalPort() + " does not answer");
  }

  /**
   * Sends that many messages over TCP, as many in one piece as make a batch. Now and then a batch
   * ends its connection: by something that is no query, or by leaving the framing.
   */
  void tcp(int count) throws IOException {
    Tcp tcp = connected();
    try {
      for (int batch = 0; batch * TCP_BATCH < count; batch++) {
        boolean last = batch % END_EACH == END_EACH - 1;
        tcp.sendRaw(tcpBatch(last, batch % (2 * END_EACH) == END_EACH - 1));
        if (last) {
          tcp.socket().shutdownOutput();
          readToEnd(tcp);
          tcp = connected();
        } else {
          assertThat(readToMarker(tcp)).as("the connection goes on").isTrue();
        }
      }
    } finally {
      tcp.close();
    }
  }

  /** A connection that was taken in. */
  private Tcp connected() throws IOException {
    for (long end = System.nanoTime() + MOST_WAIT_NANOS; System.nanoTime() < end; ) {
      Tcp tcp = client.tcp();
      try {
        tcp.send(nextMarker());
        if (readToMarker(tcp)) {
          return tcp;
        }
      } catch (SocketException reset) {
        // Not taken in.
      }
      tcp.close();
      refusals++;
      // All places are taken by those who came within this second.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    throw new AssertionError("no connection is taken in any more");
  }

  private byte[] tcpBatch(boolean last, boolean unframed) {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (int i = 0; i < TCP_BATCH; i++) {
      byte[] message = unmarked(last ? mutator.next() : mutator.nextAnswerable());
      batch.writeBytes(unframed ? message : Tcp.framed(message));
    }
    batch.writeBytes(Tcp.framed(nextMarker()));
    return batch.toByteArray();
  }

  private void readToEnd(Tcp tcp) throws IOException {
    try (tcp) {
      while (readToMarker(tcp)) {
        // More may follow it.
      }
    } catch (SocketException reset) {
      // Closed with messages unread.
    }
  }

  /** Reads responses to the good one; false if the connection ends before. */
  private boolean readToMarker(Tcp tcp) throws IOException {
    try {
      while (true) {
        byte[] response = tcp.receive();
        if (id(response) == marker) {
          return true;
        }
        check(response);
      }
    } catch (EOFException end) {
      return false;
    }
  }

  private byte[] nextMarker() {
    marker = marker == 0xFFFF ? FIRST_MARKER : marker + 1;
    return QueryBytes.of("www.example.com.", 1).id(marker).bytes();
  }

  private static byte[] unmarked(byte[] message) {
    if (message.length >= 2 && id(message) >= FIRST_MARKER) {
      message[0] &= 0x7f;
    }
    return message;
  }

  private void check(byte[] response) {
    responses++;
    assertThat(response).hasSizeGreaterThanOrEqualTo(12);
    assertThat(response[2] & 0x80).isEqualTo(0x80);
    if (responses % DECODED_EACH == 0) {
      assertThat(Decoded.of(response).rcode()).isNotEqualTo("SERVFAIL");
    }
  }

  private static int id(byte[] message) {
    return (message[0] & 0xff) << 8 | (message[1] & 0xff);
  }
}
