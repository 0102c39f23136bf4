package org.popdns.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.answer.OwnMark;
import org.popdns.answer.ServerIdentity;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.TestServer;

final class SelfQueryTest {

  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final OwnMark MARK = new ServerIdentity("ns1").ownMark();

  private static List<String> failures(InetSocketAddress address) {
    return new SelfQuery(List.of(address), TIMEOUT, MARK).failures();
  }

  private static DatagramSocket open() throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static InetSocketAddress address(DatagramSocket socket) {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** What is said of a server that turns the query into this. */
  private static List<String> failuresOf(UnaryOperator<byte[]> server) throws Exception {
    try (DatagramSocket socket = open()) {
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                      socket.receive(packet);
                      byte[] query = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                      byte[] response = server.apply(query);
                      socket.send(
                          new DatagramPacket(response, response.length, packet.getSocketAddress()));
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      List<String> failures = failures(address(socket));
      thread.join();
      return failures;
    }
  }

  private static byte[] answer(byte[] query) {
    byte[] response = java.util.Arrays.copyOf(query, query.length + 16);
    response[2] = (byte) 0x84;
    response[7] = 1;
    return response;
  }

  @Test
  void ourServer_answers(@TempDir Path folder) {
    try (TestServer server = TestServer.of(folder, ExampleZone.FILES)) {
      assertThat(failures(server.address())).isEmpty();
    }
  }

  @Test
  void rightAnswer_isNoFailure() throws Exception {
    assertThat(failuresOf(SelfQueryTest::answer)).isEmpty();
  }

  @Test
  void wrongAnswer_isAFailure() throws Exception {
    assertThat(failuresOf(query -> query)).singleElement().asString().endsWith(" answers wrongly");
    assertThat(
            failuresOf(
                query -> {
                  byte[] refused = answer(query);
                  refused[3] = 5;
                  return refused;
                }))
        .singleElement()
        .asString()
        .endsWith(" answers wrongly");
    assertThat(
            failuresOf(
                query -> {
                  byte[] otherId = answer(query);
                  otherId[0] ^= 1;
                  return otherId;
                }))
        .singleElement()
        .asString()
        .endsWith(" answers wrongly");
  }

  @Test
  void silence_isAFailure_ofOneAddressAlone(@TempDir Path folder) throws IOException {
    try (DatagramSocket silent = open();
        TestServer server = TestServer.of(folder, ExampleZone.FILES)) {
      assertThat(
              new SelfQuery(List.of(address(silent), server.address()), TIMEOUT, MARK).failures())
          .containsExactly(
              "127.0.0.1:%d does not answer within 300 ms".formatted(silent.getLocalPort()));
    }
  }

  @Test
  void closedPort_isAFailure() throws IOException {
    InetSocketAddress closed;
    try (DatagramSocket socket = open()) {
      closed = address(socket);
    }
    assertThat(failures(closed))
        .singleElement()
        .asString()
        .startsWith("127.0.0.1:" + closed.getPort() + " cannot be asked: ");
  }
}
