package org.popdns.transport;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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

  /** Closes those that have been idle for the timeout, unless they have asked meanwhile. */
  private void closeIdle() {
    List<TcpHandler> idle = new ArrayList<>();
    for (TcpHandler oldest = takeIdle(); oldest != null; oldest = takeIdle()) {
      idle.add(oldest);
    }
    if (!idle.isEmpty()) {
      afterReading(() -> idle.forEach(this::closeUnlessHeard));
    }
  }

  /**
   * Has the connection that has been idle longest make room for another, unless it has asked
   * meanwhile: then the next one does. Returns at once; one of the two is called, later or at once.
   */
  void makeRoom(Runnable made, Runnable none) {
    TcpHandler oldest = takeIdle();
    if (oldest == null) {
      none.run();
      return;
    }
    afterReading(
        () -> {
          if (closeUnlessHeard(oldest)) {
            made.run();
          } else {
            makeRoom(made, none);
          }
        });
  }

  /** The one that has been idle longest, if it was for the timeout; it is in the order no more. */
  private @Nullable TcpHandler takeIdle() {
    Iterator<TcpHandler> oldest = connections.values().iterator();
    if (!oldest.hasNext()) {
      return null;
    }
    TcpHandler connection = oldest.next();
    if (!isIdle(connection)) {
      return null;
    }
    oldest.remove();
    return connection;
  }

  private boolean isIdle(TcpHandler connection) {
    return System.nanoTime() - connection.lastMessageNanos() >= idleNanos.getAsLong();
  }

  /** False if it has completed a message since it was taken out, and is in the order again. */
  private boolean closeUnlessHeard(TcpHandler connection) {
    if (connection.hasEnded()) {
      return true;
    }
    if (!isIdle(connection)) {
      touch(connection);
      return false;
    }
    connection.closeIdle();
    return true;
  }

  /**
   * Runs when the sockets have been read. Where this thread was late, a query may have come in time
   * and lie there; and what is closed over unread bytes is reset, which may cost the client answers
   * that it has not taken yet (RFC 9293 §3.10.4, RFC 2525 §2.17). What is scheduled comes after the
   * next reading, or the end of this one: hence twice.
   */
  private void afterReading(Runnable task) {
    var _ =
        loop.schedule(
            () -> {
              var _ = loop.schedule(task, 0, TimeUnit.NANOSECONDS);
            },
            0,
            TimeUnit.NANOSECONDS);
  }
}
