package org.popdns.admin.socket;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.popdns.admin.socket.ControlCallResult.Answer;
import org.popdns.admin.socket.ControlCallResult.Failure;
import org.popdns.admin.socket.ControlCallResult.NotRunning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a running server one thing. Called by the command line, on its own thread. Stateless. */
public final class ControlSocketClient {
  private static final Logger log = LoggerFactory.getLogger(ControlSocketClient.class);

  /** A status of many thousand endpoints fits; a server that has lost its mind does not. */
  private static final int LONGEST_REPLY_BYTES = 64 * 1024 * 1024;

  private ControlSocketClient() {}

  /** False if there is no socket, or a dead server has left it. True also for one that is full. */
  public static boolean isServed(Path socket) {
    // Not blocking: a live server with a full backlog would hold a blocking connect up.
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(socket));
      return true;
    } catch (ConnectException refused) {
      return false;
    } catch (IOException other) {
      return Files.exists(socket);
    }
  }

  /**
   * Sends one request and waits for its reply.
   *
   * @param timeout for all of it: connecting, sending, and the server's work
   */
  public static ControlCallResult call(Path socket, ControlRequest request, Duration timeout) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // A blocking channel has no timeout; so it blocks a thread that closing it sets free. No
      // virtual one: those do not block in connect, which then fails where the backlog is full.
      var exchange = new FutureTask<>(() -> exchange(channel, socket, request));
      Thread.ofPlatform().daemon().name("control-call").start(exchange);
      return exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return failure(socket, "no reply within " + timeout.toMillis() + " ms");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return failure(socket, "interrupted while waiting for the reply");
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug);
    } catch (IOException failed) {
      return failure(socket, failed);
    }
  }

  private static ControlCallResult exchange(
      SocketChannel channel, Path socket, ControlRequest request) {
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return sendAndReceive(channel, socket, request);
    } catch (IOException failed) {
      return failure(socket, failed);
    }
  }

  private static ControlCallResult sendAndReceive(
      SocketChannel channel, Path socket, ControlRequest request) throws IOException {
    var lines = new LineChannel(channel, LONGEST_REPLY_BYTES);
    try {
      lines.send(ControlJson.writeRequest(request));
    } catch (IOException closedEarly) {
      // A server that is full replies without reading; what it said is waiting to be read.
      log.debug("the server did not take the request: {}", closedEarly.toString());
    }
    return switch (lines.next()) {
      case Line.Text(String text) ->
          ControlJson.readReply(text)
              .<ControlCallResult>map(Answer::new)
              .orElseGet(() -> failure(socket, "what came back is no reply of popdns"));
      case Line.TooLong() -> failure(socket, "the reply is too long");
      case Line.NotText() -> failure(socket, "what came back is no reply of popdns");
      case Line.End(), Line.CutOff() -> failure(socket, "the server hung up without a reply");
    };
  }

  private static ControlCallResult failure(Path socket, IOException failed) {
    return switch (failed) {
      case ConnectException refused -> new NotRunning(socket);
      // False as well where a folder on the way may not be read: that is no proof of absence.
      case IOException missing when Files.notExists(socket) -> new NotRunning(socket);
      default -> failure(socket, SocketFailure.reason(failed));
    };
  }

  private static ControlCallResult failure(Path socket, String reason) {
    return new Failure(SocketFailure.message(socket, reason));
  }
}
