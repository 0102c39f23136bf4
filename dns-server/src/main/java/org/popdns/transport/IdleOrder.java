package org.popdns.transport;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One worker's TCP connections, the one idle longest first. On the worker's event loop only.
 *
 * <p>The idle timeout depends on how many connections there are, so no connection has a timer of
 * its own: while there are any, they are looked through from the oldest on, ten times a second.
 */
final class IdleOrder {

  private static final long SWEEP_MILLIS = 100;

  private final EventLoop loop;
  private final LongSupplier idleNanos;

  // In the order of access: asking for a connection puts it last, without allocation.
  private final Map<TcpHandler, TcpHandler> connections = new LinkedHashMap<>(64, 0.75f, true);
  private boolean scheduled;

  /**
   * No connections.
   *
   * @param idleNanos the idle timeout of now
   */
  IdleOrder(EventLoop loop, LongSupplier idleNanos) {
    this.loop = loop;
    this.idleNanos = idleNanos;
  }

  /** A connection is open, or has completed a message: it is the last to be idle too long. */
  void touch(TcpHandler connection) {
    if (connections.get(connection) == null) {
      connections.put(connection, connection);
      schedule();
    }
  }

  /** A connection has ended. */
  void remove(TcpHandler connection) {
    connections.remove(connection);
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      var _ =
          loop.schedule(
              () -> {
                scheduled = false;
                closeIdle();
                if (!connections.isEmpty()) {
                  schedule();
                }
              },
              SWEEP_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  /** Closes those that have been idle for the timeout. */
  void closeIdle() {
    long now = System.nanoTime();
    long timeout = idleNanos.getAsLong();
    List<TcpHandler> idle = new ArrayList<>();
    Iterator<TcpHandler> oldest = connections.values().iterator();
    while (oldest.hasNext()) {
      TcpHandler connection = oldest.next();
      if (now - connection.lastMessageNanos() < timeout) {
        break;
      }
      oldest.remove();
      idle.add(connection);
    }
    // Closing one calls remove: not while looking through them.
    idle.forEach(TcpHandler::closeIdle);
  }
}
