package org.popdns.admin.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.StringNode;

@Timeout(30)
class ControlSocketServerTest {
  private static final String ECHO = "{\"command\":\"echo\",\"text\":\"%s\"}\n";
  private static final String ECHOED = "{\"ok\":true,\"data\":\"%s\"}";

  @TempDir Path folder;
  private Path socket;
  private ControlSocketServer server;
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    socket = folder.resolve("control.sock");
    server = serve(new ControlSocketLimits(32, 64 * 1024, Duration.ofSeconds(20)));
  }

  @AfterEach
  void stop() throws IOException {
    release.countDown();
    server.close();
  }

  private ControlSocketServer serve(ControlSocketLimits limits) throws IOException {
    return ControlSocketServer.open(
        socket,
        new ControlCommands(
            Map.of(
                "echo",
                ControlSocketServerTest::echo,
                "fall",
                request -> fall(),
                "hold",
                this::hold)),
        limits);
  }

  private static ControlReply echo(ControlRequest request) {
    return new ControlReply.Done(StringNode.valueOf(request.text("text").orElse("nothing")));
  }

  private static ControlReply fall() {
    throw new IllegalStateException("a bug");
  }

  private ControlReply hold(ControlRequest request) {
    held.countDown();
    try {
      release.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return echo(request);
  }

  private void restartWith(ControlSocketLimits limits) throws IOException {
    server.close();
    server = serve(limits);
  }

  private void assertServes() throws IOException {
    try (var client = new RawClient(socket)) {
      client.send(ECHO.formatted("well"));
      assertThat(client.line()).isEqualTo(ECHOED.formatted("well"));
    }
  }

  @Test
  void request_getsItsReply() throws IOException {
    assertServes();
  }

  @Test
  void severalRequests_inOneWrite_areAnsweredInOrder() throws IOException {
    try (var client = new RawClient(socket)) {
      client.send(ECHO.formatted("one") + ECHO.formatted("two") + ECHO.formatted("three"));
      assertThat(List.of(client.line(), client.line(), client.line()))
          .containsExactly(
              ECHOED.formatted("one"), ECHOED.formatted("two"), ECHOED.formatted("three"));
    }
  }

  @Test
  void request_inPiecesWithinACharacter_getsItsReply() throws IOException {
    byte[] request = ECHO.formatted("Zürich").getBytes(StandardCharsets.UTF_8);
    try (var client = new RawClient(socket)) {
      for (byte piece : request) {
        client.send(new byte[] {piece});
      }
      assertThat(client.line()).isEqualTo(ECHOED.formatted("Zürich"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"command":"fly"}             | unknown command 'fly'; there are: echo, fall, hold
          {"text":"x"}                  | the request names no \\"command\\"
          {"command":7}                 | the request names no \\"command\\"
          ["echo"]                      | the request is not a JSON object
          {"command":"fall"}            | internal error; the server's log has the details
          """)
  void requestThatCannotBeServed_isRefused_andTheNextIsServed(String request, String error)
      throws IOException {
    try (var client = new RawClient(socket)) {
      client.send(request + "\n" + ECHO.formatted("next"));
      assertThat(client.line()).isEqualTo("{\"ok\":false,\"error\":\"" + error + "\"}");
      assertThat(client.line()).isEqualTo(ECHOED.formatted("next"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "status",
        "{\"command\":",
        "''",
        "{\"command\":\"echo\"} {}",
        "{\"command\":\"echo\",\"command\":\"hold\"}"
      })
  void requestThatIsNotJson_isRefused_andTheNextIsServed(String request) throws IOException {
    try (var client = new RawClient(socket)) {
      client.send(request + "\n" + ECHO.formatted("next"));
      assertThat(client.line()).startsWith("{\"ok\":false,\"error\":\"the request is not ");
      assertThat(client.line()).isEqualTo(ECHOED.formatted("next"));
    }
  }

  @Test
  void line_ofTheGreatestLength_isServed() throws IOException {
    String text = "x".repeat(64 * 1024 - ECHO.formatted("").length() + 1);
    try (var client = new RawClient(socket)) {
      client.send(ECHO.formatted(text));
      assertThat(client.line()).isEqualTo(ECHOED.formatted(text));
    }
  }

  @Test
  void line_oneByteTooLong_isRefusedAndHungUp() throws IOException {
    String text = "x".repeat(64 * 1024 - ECHO.formatted("").length() + 2);
    try (var client = new RawClient(socket)) {
      client.send(ECHO.formatted(text));
      assertThat(client.line())
          .isEqualTo("{\"ok\":false,\"error\":\"the request is longer than 65536 bytes\"}");
      assertThat(client.line()).isEmpty();
    }
    assertServes();
  }

  @Test
  void binaryLine_isRefusedAndHungUp() throws IOException {
    try (var client = new RawClient(socket)) {
      client.send(new byte[] {0x16, 0x03, 0x01, (byte) 0xff, (byte) 0xfe, 0, '\n'});
      assertThat(client.line()).isEqualTo("{\"ok\":false,\"error\":\"the request is not UTF-8\"}");
      assertThat(client.line()).isEmpty();
    }
    assertServes();
  }

  @Test
  void halfLine_thenHangUp_disturbsNobody() throws IOException {
    try (var client = new RawClient(socket)) {
      client.send("{\"command\":\"ec");
    }
    assertServes();
  }

  @Test
  void halfLine_thenSilence_isHungUpAfterItsTime() throws IOException {
    restartWith(new ControlSocketLimits(32, 1024, Duration.ofMillis(50)));
    try (var client = new RawClient(socket)) {
      client.send("{\"command\":\"ec");
      assertThat(client.line()).isEmpty();
    }
    assertServes();
  }

  @Test
  void clientThatDoesNotReadItsReplies_isHungUpAfterItsTime() throws IOException {
    restartWith(new ControlSocketLimits(1, 64 * 1024, Duration.ofMillis(200)));
    try (var client = new RawClient(socket)) {
      String request = ECHO.formatted("x".repeat(60_000));
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.send(request);
                }
              })
          .isInstanceOf(IOException.class);
    }
    await().untilAsserted(this::assertServes);
  }

  @Test
  void clientThatLeavesBeforeItsReply_disturbsNobody() throws Exception {
    try (var client = new RawClient(socket)) {
      client.send("{\"command\":\"hold\"}\n");
      held.await();
    }
    release.countDown();
    assertServes();
  }

  @Test
  void hundredConnections_thirtyTwoAreServed_andTheOthersAreTold() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    try {
      List<String> replies = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        var client = new RawClient(socket);
        clients.add(client);
        if (i < 32) {
          client.send(ECHO.formatted("in"));
        }
        replies.add(client.line());
      }
      assertThat(replies.subList(0, 32)).containsOnly(ECHOED.formatted("in"));
      assertThat(replies.subList(32, 100))
          .containsOnly("{\"ok\":false,\"error\":\"too many control connections, there are 32\"}");
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    await().untilAsserted(this::assertServes);
  }

  @Test
  void close_letsARunningCommandReply() throws Exception {
    try (var client = new RawClient(socket)) {
      client.send("{\"command\":\"hold\",\"text\":\"last\"}\n");
      held.await();
      Thread closing = Thread.ofVirtual().start(this::closeServer);
      await().until(() -> !Files.exists(socket));
      release.countDown();
      assertThat(client.line()).isEqualTo(ECHOED.formatted("last"));
      assertThat(client.line()).isEmpty();
      assertThat(closing.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  private void closeServer() {
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void close_withACommandThatNeverEnds_isBounded() throws Exception {
    try (var client = new RawClient(socket)) {
      client.send("{\"command\":\"hold\"}\n");
      held.await();
      long from = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(8));
      assertThat(client.line()).isEmpty();
    }
  }

  @Test
  void close_withIdleConnections_isPrompt_andHangsUp() throws IOException {
    try (var client = new RawClient(socket)) {
      client.send(ECHO.formatted("here"));
      assertThat(client.line()).isEqualTo(ECHOED.formatted("here"));
      long from = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofMillis(1900));
      assertThat(client.line()).isEmpty();
    }
  }

  @Test
  void close_twice_isHarmless() throws IOException {
    server.close();
    server.close();
    assertThat(socket).doesNotExist();
  }
}
