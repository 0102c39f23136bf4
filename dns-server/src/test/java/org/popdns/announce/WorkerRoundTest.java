package org.popdns.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.popdns.answer.OwnMark;
import org.popdns.answer.ServerIdentity;
import org.popdns.name.DomainName;

/** Two workers that share an address, as those of the server do. */
class WorkerRoundTest {

  private static final Duration TIMEOUT = Duration.ofMillis(400);
  private static final Question QUESTION = new Question(DomainName.parse("example.com."), 6, 1);
  private static final OwnMark MARK = new ServerIdentity("ns1").ownMark();

  private final AtomicLongArray answered = new AtomicLongArray(64);
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
    return Objects.requireNonNull(ask(List.of(target(first, List.of(0, 1)))).get(at(first)));
  }

  private Map<InetSocketAddress, String> ask(List<WorkerRound.Target> targets) {
    return new WorkerRound(TIMEOUT, MARK).ask(targets, QUESTION);
  }

  /** Each of which answers one query. */
  private long answers() {
    return IntStream.range(0, answered.length()).mapToLong(answered::get).sum();
  }

  private static InetSocketAddress at(DatagramSocket socket) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  private WorkerRound.Target target(DatagramSocket socket, List<Integer> workers) {
    return new WorkerRound.Target(
        at(socket), workers, () -> workers.stream().mapToLong(answered::get).toArray());
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
        .isEqualTo(
            "worker 1 does not answer at 127.0.0.1:%d (1 of 2 there)"
                .formatted(first.getLocalPort()));
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

  /** The query itself, one that is not authoritative, and the answer to another query. */
  @Test
  void whatIsNoAnswerToTheQuery_isAWrongAnswer() throws IOException {
    List<UnaryOperator<byte[]>> wrong =
        List.of(
            query -> query,
            query -> changed(right(query), 2, 0x04),
            query -> changed(right(query), 0, 0x01));
    for (UnaryOperator<byte[]> server : wrong) {
      try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        answers(socket, 0, server);
        assertThat(ask(List.of(target(socket, List.of(0)))))
            .containsEntry(
                at(socket), "127.0.0.1:%d answers wrongly".formatted(socket.getLocalPort()));
      }
    }
  }

  private static byte[] changed(byte[] response, int at, int bits) {
    response[at] ^= (byte) bits;
    return response;
  }

  @Test
  void nobodyListens() {
    first.close();
    second.close();
    InetSocketAddress closed = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    assertThat(ask(List.of(new WorkerRound.Target(closed, List.of(0), () -> new long[] {0}))))
        .containsEntry(closed, "127.0.0.1:1 is not listened on");
  }

  /** Workers of one address each: a silent one is told by its own number, and only there. */
  @Test
  void eachAddressHasWorkersOfItsOwn_theSilentOnesAddressAloneIsWrong() throws IOException {
    answers(first, 4, WorkerRoundTest::right);
    answers(second, 5, WorkerRoundTest::right);
    try (DatagramSocket third = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      answers(third, 7, WorkerRoundTest::right);
      assertThat(ask(List.of(target(first, List.of(4, 5)), target(third, List.of(6, 7)))))
          .isEqualTo(
              Map.of(
                  at(first),
                  "",
                  at(third),
                  "worker 6 does not answer at 127.0.0.1:%d (1 of 2 there)"
                      .formatted(third.getLocalPort())));
    }
  }

  /** Addresses are asked at the same time, so that two rounds fit into two seconds. */
  @Test
  void manySilentAddresses_takeNoLongerThanOne() throws IOException {
    List<DatagramSocket> sockets = new ArrayList<>();
    List<WorkerRound.Target> targets = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      targets.add(target(socket, List.of(0, 1)));
    }
    long start = System.nanoTime();
    Map<InetSocketAddress, String> problems = ask(targets);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    sockets.forEach(DatagramSocket::close);
    assertThat(problems.values())
        .hasSize(16)
        .allSatisfy(problem -> assertThat(problem).endsWith(" does not answer within 400 ms"));
    // One after the other they would take 6.4 s.
    assertThat(took).isLessThan(TIMEOUT.multipliedBy(8));
  }

  @Test
  void sixtyFourWorkers_allAreReached_withABoundedNumberOfQueries() throws IOException {
    List<DatagramSocket> sockets = new ArrayList<>();
    List<Integer> workers = new ArrayList<>();
    DatagramSocket one = shared(0);
    for (int worker = 0; worker < 64; worker++) {
      DatagramSocket socket = worker == 0 ? one : shared(one.getLocalPort());
      sockets.add(socket);
      workers.add(worker);
      answers(socket, worker, WorkerRoundTest::right);
    }
    int rounds = 10;
    for (int round = 0; round < rounds; round++) {
      // No limit of time here: the test's machine may have a core for all of them.
      assertThat(
              new WorkerRound(Duration.ofSeconds(20), MARK)
                  .ask(List.of(target(one, workers)), QUESTION))
          .containsEntry(at(one), "");
    }
    // All 64 take 304 queries on average; the bound is 20 for each.
    assertThat(answers() / rounds).isBetween(64L, 800L);
    sockets.getLast().close();
    answered.set(63, 0);
    long before = answers();
    assertThat(ask(List.of(target(one, workers))))
        .containsEntry(
            at(one),
            "worker 63 does not answer at 127.0.0.1:%d (1 of 64 there)"
                .formatted(one.getLocalPort()));
    assertThat(answers() - before).isLessThanOrEqualTo(64 * 20);
    sockets.forEach(DatagramSocket::close);
  }
}
