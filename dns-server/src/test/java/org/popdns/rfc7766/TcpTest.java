package org.popdns.rfc7766;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.harness.Decoded;
import org.popdns.harness.DnsClient.Tcp;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.ServesExample;

final class TcpTest extends ServesExample {

  private static byte[] query(int id) {
    return QueryBytes.of("www.example.com.", 1).id(id).bytes();
  }

  private static int id(byte[] message) {
    return ((message[0] & 0xff) << 8) | (message[1] & 0xff);
  }

  // §6.2.1: a connection serves many queries.
  @Test
  void connection_answersOneQueryAfterTheOther() throws IOException {
    try (Tcp tcp = client().tcp()) {
      for (int i = 0; i < 100; i++) {
        tcp.send(query(i));
        byte[] response = tcp.receive();
        assertThat(id(response)).isEqualTo(i);
        assertThat(Decoded.of(response).answers())
            .containsExactly("www.example.com. 300 A 192.0.2.80");
      }
    }
  }

  // §6.2.1.1
  @Test
  void pipelinedQueries_areAllAnswered() throws IOException {
    try (Tcp tcp = client().tcp()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        all.writeBytes(Tcp.framed(query(i)));
        expected.add(i);
      }
      tcp.sendRaw(all.toByteArray());
      List<Integer> answered = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        answered.add(id(tcp.receive()));
      }
      assertThat(answered).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  // §8
  @Test
  void message_inSegmentsOfOneByte_isAnswered() throws IOException {
    try (Tcp tcp = client().tcp()) {
      for (byte b : Tcp.framed(query(77))) {
        tcp.sendRaw(b);
      }
      assertThat(id(tcp.receive())).isEqualTo(77);
    }
  }

  @Test
  void twoMessagesAndAHalf_inOneSegment_areAnswered_theHalfWhenItIsWhole() throws IOException {
    try (Tcp tcp = client().tcp()) {
      ByteArrayOutputStream segment = new ByteArrayOutputStream();
      segment.writeBytes(Tcp.framed(query(1)));
      segment.writeBytes(Tcp.framed(query(2)));
      byte[] third = Tcp.framed(query(3));
      segment.write(third, 0, 10);
      tcp.sendRaw(segment.toByteArray());
      assertThat(id(tcp.receive())).isEqualTo(1);
      assertThat(id(tcp.receive())).isEqualTo(2);
      tcp.sendRaw(java.util.Arrays.copyOfRange(third, 10, third.length));
      assertThat(id(tcp.receive())).isEqualTo(3);
    }
  }

  @Test
  void halfAMessage_thenClose_endsTheConnectionAlone() throws IOException {
    for (int length = 0; length < 20; length++) {
      try (Tcp tcp = client().tcp()) {
        tcp.sendRaw(java.util.Arrays.copyOf(Tcp.framed(query(5)), length));
      }
    }
    assertThat(client().tcp(QueryBytes.of("www.example.com.", 1)).answers()).hasSize(1);
  }

  @Test
  void queries_thenEndOfTheClientsSide_areAnswered() throws IOException {
    try (Tcp tcp = client().tcp()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < 50; i++) {
        all.writeBytes(Tcp.framed(query(i)));
      }
      tcp.sendRaw(all.toByteArray());
      tcp.socket().shutdownOutput();
      for (int i = 0; i < 50; i++) {
        assertThat(id(tcp.receive())).isEqualTo(i);
      }
      assertThat(tcp.isClosedByServer()).isTrue();
    }
  }

  @Test
  void messageThatIsNoQuery_endsTheConnection_afterTheAnswersBefore() throws IOException {
    byte[] response = QueryBytes.of("www.example.com.", 1).flags(0x8000).bytes();
    for (byte[] noQuery : new byte[][] {new byte[0], new byte[11], response}) {
      try (Tcp tcp = client().tcp()) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(Tcp.framed(query(8)));
        both.writeBytes(Tcp.framed(noQuery));
        tcp.sendRaw(both.toByteArray());
        assertThat(id(tcp.receive())).isEqualTo(8);
        assertThat(tcp.isClosedByServer()).isTrue();
      }
    }
  }

  @Test
  void malformedQuery_isAFormatError_andTheConnectionGoesOn() throws IOException {
    try (Tcp tcp = client().tcp()) {
      tcp.send(QueryBytes.of("www.example.com.", 1).raw(0).bytes());
      assertThat(Decoded.of(tcp.receive()).rcode()).isEqualTo("FORMERR");
      tcp.send(query(6));
      assertThat(id(tcp.receive())).isEqualTo(6);
    }
  }

  @Test
  void messageOfTheGreatestLength_isRead() throws IOException {
    try (Tcp tcp = client().tcp()) {
      int[] padding = new int[65_535 - query(4).length - 11];
      padding[0] = 0xFD;
      padding[2] = (padding.length - 4) >>> 8;
      padding[3] = (padding.length - 4) & 0xff;
      byte[] longest = QueryBytes.of("www.example.com.", 1).id(4).opt(1232, padding).bytes();
      assertThat(longest).hasSize(65_535);
      tcp.send(longest);
      assertThat(Decoded.of(tcp.receive()).answers()).hasSize(1);
    }
  }

  // A client that asks and does not read must not make the server keep all its answers.
  @Test
  void clientThatDoesNotRead_isNotReadFromEither() throws IOException {
    try (Tcp tcp = client().tcp()) {
      tcp.socket().setSoTimeout(20_000);
      java.util.concurrent.atomic.AtomicInteger sent =
          new java.util.concurrent.atomic.AtomicInteger();
      Thread sender =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 1_000_000; i++) {
                        tcp.send(query(i & 0xffff));
                        sent.incrementAndGet();
                      }
                    } catch (IOException e) {
                      // The test has seen enough and closed the connection.
                    }
                  });
      int[] before = {-1};
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                boolean stuck = sent.get() == before[0];
                before[0] = sent.get();
                return stuck;
              });
      System.out.printf("a client that does not read was stopped after %d queries%n", sent.get());
      assertThat(sent.get()).isLessThan(1_000_000);
      assertThat(sender.isAlive()).isTrue();
      assertThat(client().tcp(QueryBytes.of("www.example.com.", 1)).answers()).hasSize(1);
      for (int i = 0; i < 1_000; i++) {
        assertThat(id(tcp.receive())).isEqualTo(i);
      }
    }
  }

  // §6.2.3
  @Test
  void idleConnection_isClosedAfterTenSeconds() throws IOException {
    try (Tcp tcp = client().tcp()) {
      long start = System.nanoTime();
      assertThat(tcp.isClosedByServer()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(14));
    }
  }
}
