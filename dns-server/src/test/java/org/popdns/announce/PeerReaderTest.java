package org.popdns.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.popdns.fitness.Claim;
import org.popdns.fitness.NodeName;
import org.popdns.fitness.PeerReading;
import org.popdns.time.Clocks;

/** A peer that answers as it should not, over a real socket. */
class PeerReaderTest {

  private static final NodeName PEER = new NodeName("west", "ns1");
  private static final String GOOD =
      """
      {"site":"west","node":"ns1","announcements":{
        "images":{"announced":true,"state":"fit","claim":"none"},
        "mail":{"announced":true,"state":"unfit","claim":"claiming"}}}
      """;

  /** What the peer does with a connection. */
  private interface Behaviour {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private final PeerReader reader = new PeerReader(Clocks.system());
  private final AtomicReference<Behaviour> behaviour = new AtomicReference<>(out -> {});
  private ServerSocket server;

  /** The field is set before each test. */
  @SuppressWarnings("NullAway.Init")
  PeerReaderTest() {}

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (socket.getInputStream().read() == 'G') {
        behaviour.get().answer(socket.getOutputStream());
      }
    } catch (IOException theReaderLeft) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    server.close();
  }

  private static Behaviour body(String status, String body) {
    return out ->
        out.write(
            "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, body.length(), body)
                .getBytes(StandardCharsets.UTF_8));
  }

  /** The failure is said, sooner or later: on a busy machine there may be another one before. */
  private void fails(String failure, Behaviour wrong) {
    behaviour.set(wrong);
    reader.read(
        Map.of(
            PEER, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort())));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Optional.ofNullable(reader.readings().get(PEER))
                    .filter(
                        reading ->
                            reading.failure().equals(failure)
                                && reading.of("images").entry().isEmpty())
                    .isPresent());
  }

  /** The next reads are right: nothing of the bad answer hangs about. */
  private void recovers() {
    behaviour.set(body("200 OK", GOOD));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Objects.requireNonNull(reader.readings().get(PEER)).page().isPresent());
    PeerReader.Reading reading = Objects.requireNonNull(reader.readings().get(PEER));
    assertThat(reading.of("images").entry())
        .hasValue(new PeerReading.Entry(true, true, Claim.NONE));
    assertThat(reading.of("mail").entry())
        .hasValue(new PeerReading.Entry(true, false, Claim.CLAIMING));
    assertThat(reading.of("web").entry()).isEqualTo(Optional.empty());
  }

  @Test
  void byteASecond_isNoAnswer_andThePeerIsReadAgain() {
    fails(
        "no whole answer within 1000 ms",
        out -> {
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write('{');
            out.flush();
            TimeUnit.SECONDS.sleep(1); // The peer's pace, not the test's.
          }
        });
    recovers();
  }

  @Test
  void silence_isNoAnswer() {
    fails("no whole answer within 1000 ms", out -> TimeUnit.SECONDS.sleep(30));
    recovers();
  }

  @Test
  void endlessBody_isCutOff() {
    fails(
        "body exceeds capacity: 65536",
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          byte[] much = new byte[8192];
          while (true) {
            out.write(much);
          }
        });
    recovers();
  }

  @Test
  void whatIsNoStatus_isSaid() {
    fails("it answers with what is no JSON", body("200 OK", "<html>"));
    recovers();
  }

  @Test
  void errorStatus_isSaid() {
    fails("it answers with HTTP status 403", body("403 Forbidden", "no"));
  }

  @Test
  void anotherNode_isNotTakenForIt() {
    fails("the node there is ns1.east", body("200 OK", GOOD.replace("west", "east")));
  }
}
