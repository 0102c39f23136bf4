package org.popdns.admin.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the control socket and serves each client on a virtual thread of its own. Opened and
 * closed by the thread that starts and stops the server. What changes is the set of open
 * connections.
 */
public final class ControlSocketServer implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(ControlSocketServer.class);

  /** How long {@link #close} waits for commands that are being carried out. */
  private static final Duration LAST_REPLIES = Duration.ofSeconds(2);

  /** After a failed accept, such as for want of descriptors: the failure would only repeat. */
  private static final Duration PAUSE_AFTER_FAILED_ACCEPT = Duration.ofMillis(100);

  private final ServerSocketChannel listener;
  private final ControlSocketFile file;
  private final ControlRequestHandler handler;
  private final ControlSocketLimits limits;
  private final Set<LineChannel> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService connectionThreads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("control-", 0).factory());
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name("control-timer").factory());
  private final Thread acceptor;

  private ControlSocketServer(
      ControlSocketFile.Bound bound, ControlRequestHandler handler, ControlSocketLimits limits) {
    this.listener = bound.channel();
    this.file = bound.file();
    this.handler = handler;
    this.limits = limits;
    timers.setRemoveOnCancelPolicy(true);
    // A command that outlives close() replies into a closed channel; that needs no deadline.
    timers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    this.acceptor = Thread.ofVirtual().name("control-accept").unstarted(this::acceptAll);
  }

  /**
   * Opens the socket, mode 0660, and serves it until {@link #close}. A folder that is missing is
   * made, mode 0750; a socket that nobody listens on is replaced.
   *
   * @throws IOException if the path is too long, is something else than a socket, is served by
   *     another server, or permission is denied; the message is one line for the operator
   */
  public static ControlSocketServer open(Path path, ControlRequestHandler handler)
      throws IOException {
    return open(path, handler, ControlSocketLimits.DEFAULT);
  }

  static ControlSocketServer open(
      Path path, ControlRequestHandler handler, ControlSocketLimits limits) throws IOException {
    var server = new ControlSocketServer(ControlSocketFile.bind(path), handler, limits);
    server.acceptor.start();
    return server;
  }

  private void acceptAll() {
    while (listener.isOpen()) {
      try {
        admit(listener.accept());
      } catch (ClosedChannelException stopped) {
        return;
      } catch (IOException failure) {
        log.warn("the control socket cannot accept: {}", SocketFailure.reason(failure));
        LockSupport.parkNanos(PAUSE_AFTER_FAILED_ACCEPT.toNanos());
      }
    }
  }

  private void admit(SocketChannel channel) throws IOException {
    if (connections.size() >= limits.connections()) {
      refuse(channel);
      return;
    }
    var lines = new LineChannel(channel, limits.requestBytes());
    connections.add(lines);
    var connection = new ControlConnection(lines, handler, limits, timers);
    connectionThreads.execute(
        () -> {
          try {
            connection.run();
          } finally {
            connections.remove(lines);
          }
        });
  }

  /** An empty send buffer takes this one line, so the acceptor never waits for the client. */
  private void refuse(SocketChannel channel) throws IOException {
    try (channel) {
      channel.configureBlocking(false);
      String busy = "too many control connections, there are " + limits.connections();
      channel.write(
          ByteBuffer.wrap(
              (ControlJson.writeReply(new ControlReply.Failed(busy)) + '\n')
                  .getBytes(StandardCharsets.UTF_8)));
    }
  }

  /**
   * Stops to listen, removes the file, lets the commands that are being carried out reply for at
   * most two seconds, and closes all connections. Not to be called by a handler. A second call does
   * nothing.
   */
  @Override
  public void close() throws IOException {
    file.remove();
    listener.close();
    try {
      acceptor.join();
      for (LineChannel connection : connections) {
        endInput(connection);
      }
      connectionThreads.shutdown();
      if (!connectionThreads.awaitTermination(LAST_REPLIES.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("control commands still run; their connections are closed");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    for (LineChannel connection : connections) {
      connection.close();
    }
    connectionThreads.shutdownNow();
    timers.shutdownNow();
  }

  private static void endInput(LineChannel connection) {
    try {
      connection.endInput();
    } catch (IOException alreadyGone) {
      log.debug("a control connection ended by itself: {}", alreadyGone.toString());
    }
  }
}
