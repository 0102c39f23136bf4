package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.answer.Protocol;
import org.popdns.answer.Responder;
import org.popdns.answer.WorkerCounters.Call;
import org.popdns.answer.WorkerCounters.Drop;
import org.popdns.harness.Decoded;
import org.popdns.harness.QueryBytes;
import org.popdns.platform.DatagramCalls;
import org.popdns.platform.DatagramRing;
import org.popdns.platform.UdpSocket;
import org.popdns.snapshot.Snapshot;

/** What a worker does when the system's calls fail or do less than asked. */
final class UdpWorkerTest {

  private static final int REFUSED = 5;

  private final Counted counted = new Counted();
  private final FailingCalls calls = new FailingCalls();
  private UdpSocket socket;
  private DatagramSocket client;
  private UdpWorker worker;
  private Thread thread;

  /** The system's calls, but for what a test wants them to return first. */
  private static final class FailingCalls implements DatagramCalls {

    /** Errors to return in place of a call; 0 lets a call through. */
    private final Deque<Integer> receiveErrors = new ArrayDeque<>();

    private final Deque<Integer> sendErrors = new ArrayDeque<>();
    private int mostSent = Integer.MAX_VALUE;

    @Override
    public int receive(MemorySegment errno, int descriptor, MemorySegment headers, int count) {
      Integer error = receiveErrors.poll();
      return error != null && error != 0
          ? -error
          : DatagramCalls.SYSTEM.receive(errno, descriptor, headers, count);
    }

    @Override
    public int send(MemorySegment errno, int descriptor, MemorySegment headers, int count) {
      Integer error = sendErrors.poll();
      return error != null && error != 0
          ? -error
          : DatagramCalls.SYSTEM.send(errno, descriptor, headers, Math.min(count, mostSent));
    }
  }

  @BeforeEach
  void open() throws IOException {
    socket =
        UdpSocket.bind(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), UdpSocket.Sharing.SHARED);
    socket.setReceiveBuffer(1 << 20);
    worker =
        new UdpWorker(
            socket,
            new DatagramRing(socket, Responder.UDP_PAYLOAD_BYTES, calls),
            OptionalInt.empty(),
            new NumberedResponders(counted).next(),
            () -> Snapshot.EMPTY);
    thread = Thread.ofPlatform().unstarted(worker);
    client = new DatagramSocket();
    client.connect(socket.localAddress());
    client.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws InterruptedException {
    end();
    client.close();
    socket.close();
  }

  private void end() throws InterruptedException {
    worker.stop();
    if (thread.getState() != Thread.State.NEW) {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  /** Sends queries with the ids 0 and up, which wait in the socket until the worker starts. */
  private void ask(int queries) throws IOException {
    for (int id = 0; id < queries; id++) {
      byte[] query = QueryBytes.of("example.com.", 1).id(id).bytes();
      client.send(new DatagramPacket(query, query.length));
    }
  }

  private List<Integer> answeredIds(int count) throws IOException {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
      client.receive(packet);
      byte[] response = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
      assertThat(Decoded.of(response).rcode()).isEqualTo("REFUSED");
      ids.add(Decoded.of(response).message().getHeader().getID());
    }
    return ids;
  }

  // EINTR, EAGAIN, ECONNREFUSED; ENOMEM and EBADF, after which it pauses.
  @ParameterizedTest
  @ValueSource(ints = {4, 11, 111, 12, 9})
  void receiveThatFails_isTriedAgain(int errno) throws Exception {
    calls.receiveErrors.add(errno);
    ask(1);
    thread.start();
    assertThat(answeredIds(1)).containsExactly(0);
    end();
    assertThat(counted.sum(one -> one.dropped(Drop.ERROR))).isZero();
    assertThat(counted.sum(one -> one.calls(Call.RECEIVE))).isBetween(2L, 4L);
  }

  // EPERM, EAGAIN, EINVAL, EMSGSIZE, ENETUNREACH, ENOBUFS, ECONNREFUSED, EHOSTUNREACH
  @ParameterizedTest
  @ValueSource(ints = {1, 11, 22, 90, 101, 105, 111, 113})
  void responseThatCannotBeSent_isGivenUp_andTheNextIsSent(int errno) throws Exception {
    calls.mostSent = 1;
    calls.sendErrors.addAll(List.of(0, errno));
    ask(4);
    thread.start();
    assertThat(answeredIds(3)).containsExactly(0, 2, 3);
    end();
    assertThat(counted.sum(one -> one.dropped(Drop.SEND))).isEqualTo(1);
    assertThat(counted.sum(one -> one.responses(Protocol.UDP_IPV4, REFUSED))).isEqualTo(4);
  }

  @Test
  void sendThatIsInterrupted_isTriedAgain() throws Exception {
    calls.sendErrors.addAll(List.of(4, 4));
    ask(2);
    thread.start();
    assertThat(answeredIds(2)).containsExactly(0, 1);
    end();
    assertThat(counted.sum(one -> one.dropped(Drop.SEND))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 63})
  void sendThatSendsFewer_isGoneOnWith(int most) throws Exception {
    calls.mostSent = most;
    ask(64);
    thread.start();
    List<Integer> all = new ArrayList<>();
    for (int id = 0; id < 64; id++) {
      all.add(id);
    }
    assertThat(answeredIds(64)).isEqualTo(all);
    end();
    assertThat(counted.sum(one -> one.calls(Call.SEND))).isEqualTo((63 + most) / most);
  }

  @Test
  void batchedLoad_takesTwoCallsForSixtyFourQueries() throws Exception {
    ask(192);
    thread.start();
    answeredIds(192);
    end();
    // Three batches, and what ended the wait for a fourth.
    assertThat(counted.sum(one -> one.calls(Call.RECEIVE))).isBetween(3L, 5L);
    assertThat(counted.sum(one -> one.calls(Call.SEND))).isEqualTo(3);
  }

  @Test
  void whatIsNoQuery_isDropped_amongQueries() throws Exception {
    try (DatagramSocket other = new DatagramSocket()) {
      // A connected socket would send nothing.
      other.send(new DatagramPacket(new byte[0], 0, socket.localAddress()));
    }
    ask(1);
    byte[] response = QueryBytes.of("example.com.", 1).flags(0x8000).bytes();
    client.send(new DatagramPacket(response, response.length));
    client.send(new DatagramPacket(new byte[11], 11));
    ask(1);
    thread.start();
    assertThat(answeredIds(2)).containsExactly(0, 0);
    end();
    assertThat(counted.sum(one -> one.dropped(Drop.SHORT))).isEqualTo(2);
    assertThat(counted.sum(one -> one.dropped(Drop.RESPONSE))).isEqualTo(1);
  }

  @Test
  void queryThatIsLongerThanTheSlot_isMalformed() throws Exception {
    byte[] query = java.util.Arrays.copyOf(QueryBytes.of("example.com.", 1).id(7).bytes(), 5000);
    client.send(new DatagramPacket(query, query.length));
    thread.start();
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    client.receive(packet);
    assertThat(packet.getLength()).isEqualTo(12);
    assertThat(java.util.Arrays.copyOf(packet.getData(), 4)).containsExactly(0, 7, (byte) 0x80, 1);
  }

  @Test
  void whatWaitsWhenTheEndIsAskedFor_isAnswered() throws Exception {
    ask(200);
    worker.stop();
    thread.start();
    assertThat(answeredIds(200)).hasSize(200);
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
  }
}
