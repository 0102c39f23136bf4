package org.popdns.control.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.DomainName;

/** Two workers that share an address, as those of the server do. */
class WorkerRoundTest {

  private static final Duration TIMEOUT = Duration.ofMillis(400);
  private static final Question QUESTION = new Question(DomainName.parse("example.com."), 6, 1);

  private final AtomicLongArray answered = new AtomicLongArray(2);
  private final AtomicLong sent = new AtomicLong();
  private DatagramSocket first;
  private DatagramSocket second;

  /** The fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  WorkerRoundTest() {}

  @BeforeEach
  void bind() throws IOException {
    first = shared(0);
    second = shared(first.getLocalPort());
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private static DatagramSocket shared(int port) throws IOException {
    DatagramSocket socket = new DatagramSocket((java.net.SocketAddress) null);
    socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private void answers(DatagramSocket socket, int worker, UnaryOperator<byte[]> server) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              DatagramPacket packet = new DatagramPacket(new byte[512], 512);
              try {
                while (true) {
                  socket.receive(packet);
                  byte[] response =
                      server.apply(Arrays.copyOf(packet.getData(), packet.getLength()));
                  answered.incrementAndGet(worker);
                  socket.send(
                      new DatagramPacket(response, response.length, packet.getSocketAddress()));
                }
              } catch (SocketException closed) {
                return;
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }

  private static byte[] right(byte[] query) {
    byte[] response = Arrays.copyOf(query, query.length + 16);
    response[2] = (byte) 0x84;
    response[7] = 1;
    return response;
  }

  private String ask() {
    return new WorkerRound(TIMEOUT, sent)
        .ask(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), first.getLocalPort()),
            QUESTION,
            () -> new long[] {answered.get(0), answered.get(1)});
  }

  @Test
  void bothAnswer_nothingIsWrong() {
    answers(first, 0, WorkerRoundTest::right);
    answers(second, 1, WorkerRoundTest::right);
    for (int round = 0; round < 50; round++) {
      assertThat(ask()).isEmpty();
    }
    assertThat(List.of(answered.get(0), answered.get(1)))
        .allSatisfy(n -> assertThat(n).isPositive());
  }

  @Test
  void oneWorkerIsSilent_itIsNamed() {
    answers(first, 0, WorkerRoundTest::right);
    assertThat(ask())
        .isEqualTo("worker 1 of 2 does not answer at 127.0.0.1:%d".formatted(first.getLocalPort()));
  }

  @Test
  void bothAreSilent() {
    assertThat(ask())
        .isEqualTo("127.0.0.1:%d does not answer within 400 ms".formatted(first.getLocalPort()));
  }

  @Test
  void servfail_isAWrongAnswer() {
    UnaryOperator<byte[]> servfail =
        query -> {
          byte[] response = right(query);
          response[3] = 2;
          return response;
        };
    answers(first, 0, servfail);
    answers(second, 1, servfail);
    assertThat(ask()).isEqualTo("127.0.0.1:%d answers wrongly".formatted(first.getLocalPort()));
  }
}
