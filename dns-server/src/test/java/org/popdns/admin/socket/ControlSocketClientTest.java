package org.popdns.admin.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.popdns.admin.socket.ControlCallResult.Answer;
import org.popdns.admin.socket.ControlCallResult.Failure;
import org.popdns.admin.socket.ControlCallResult.NotRunning;
import tools.jackson.databind.node.StringNode;

@Timeout(30)
class ControlSocketClientTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Path socket;

  @BeforeEach
  void name() {
    socket = folder.resolve("control.sock");
  }

  private ControlCallResult call(Duration timeout) {
    return ControlSocketClient.call(socket, ControlRequest.of("status"), timeout);
  }

  private ServerSocketChannel listen() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket));
  }

  private Failure failure(String reason) {
    return new Failure("control socket " + socket + ": " + reason);
  }

  @Test
  void server_getsTheArguments_andItsReplyComesBack() throws IOException {
    ControlRequestHandler whichServer =
        request ->
            new ControlReply.Done(
                StringNode.valueOf(request.command() + " " + request.text("server").orElseThrow()));
    try (var server = ControlSocketServer.open(socket, whichServer)) {
      assertThat(server).isNotNull();
      assertThat(
              ControlSocketClient.call(
                  socket, ControlRequest.of("stop").with("server", "image-0-3"), LONG))
          .isEqualTo(new Answer(new ControlReply.Done(StringNode.valueOf("stop image-0-3"))));
    }
  }

  @Test
  void replyFarLongerThanARequestMayBe_isReadWhole() throws IOException {
    String status = "up ".repeat(300_000);
    try (var server =
        ControlSocketServer.open(
            socket, request -> new ControlReply.Done(StringNode.valueOf(status)))) {
      assertThat(server).isNotNull();
      assertThat(call(LONG))
          .isEqualTo(new Answer(new ControlReply.Done(StringNode.valueOf(status))));
    }
  }

  @Test
  void requestThatIsTooLong_bringsTheRefusal() throws IOException {
    try (var server = ControlSocketServer.open(socket, new ControlCommands(Map.of()))) {
      assertThat(server).isNotNull();
      assertThat(ControlSocketClient.call(socket, ControlRequest.of("x".repeat(5_000_000)), LONG))
          .isEqualTo(new Answer(new ControlReply.Failed("the request is longer than 65536 bytes")));
    }
  }

  @Test
  void fullServer_bringsTheRefusal() throws IOException {
    List<RawClient> others = new ArrayList<>();
    try (var server = ControlSocketServer.open(socket, new ControlCommands(Map.of()))) {
      assertThat(server).isNotNull();
      for (int i = 0; i < 32; i++) {
        var other = new RawClient(socket);
        others.add(other);
        other.send("{\"command\":\"\"}\n");
        assertThat(other.line()).isNotEmpty();
      }
      assertThat(call(LONG))
          .isEqualTo(
              new Answer(new ControlReply.Failed("too many control connections, there are 32")));
    } finally {
      for (RawClient other : others) {
        other.close();
      }
    }
  }

  @Test
  void noSocket_isNotRunning() {
    assertThat(call(LONG)).isEqualTo(new NotRunning(socket));
  }

  @Test
  void noFolder_isNotRunning() {
    socket = folder.resolve("run/popdns/control.sock");
    assertThat(call(LONG)).isEqualTo(new NotRunning(socket));
  }

  @Test
  void socketOfADeadServer_isNotRunning() throws IOException {
    listen().close();
    assertThat(call(LONG)).isEqualTo(new NotRunning(socket));
  }

  @Test
  void serverThatNeverReplies_failsInTime() throws IOException {
    try (var hung = listen()) {
      assertThat(hung.isOpen()).isTrue();
      assertThat(call(Duration.ofMillis(50))).isEqualTo(failure("no reply within 50 ms"));
    }
  }

  @Test
  void serverWithAFullBacklog_failsInTime() throws IOException {
    try (var hung =
            ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket), 1);
        var first = new RawClient(socket);
        var second = new RawClient(socket)) {
      assertThat(List.of(hung, first, second)).doesNotContainNull();
      assertThat(call(Duration.ofMillis(50))).isEqualTo(failure("no reply within 50 ms"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 400 Bad Request\n", "{}\n", "{\"ok\":false}\n", "[true]\n", "\u0000\n"})
  void replyOfSomethingElse_isSaidToBeNone(String reply) throws Exception {
    assertThat(callAnsweredWith(reply)).isEqualTo(failure("what came back is no reply of popdns"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"ok\":tr"})
  void serverThatHangsUp_isSaidTo(String reply) throws Exception {
    assertThat(callAnsweredWith(reply)).isEqualTo(failure("the server hung up without a reply"));
  }

  private ControlCallResult callAnsweredWith(String reply) throws Exception {
    try (var listener = listen()) {
      Thread server =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var channel = listener.accept()) {
                      channel.read(ByteBuffer.allocate(1000));
                      channel.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8)));
                    } catch (IOException failure) {
                      throw new UncheckedIOException(failure);
                    }
                  });
      ControlCallResult result = call(LONG);
      server.join();
      return result;
    }
  }
}
