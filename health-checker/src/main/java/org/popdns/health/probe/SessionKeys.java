package org.popdns.health.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which TLS session a connection may resume (RFC 8446 §2.2): one of the same server only, and none
 * that goes back for more than a minute. A resumed session shows no certificate, so each server
 * makes a full handshake at least that often, and whatever has become of its certificate is seen.
 * Java looks a session up by the host's name and a port that it uses for nothing else; what is made
 * here goes in the place of that port. Any thread.
 */
final class SessionKeys {
  static final Duration FULL_HANDSHAKE_EACH = Duration.ofMinutes(1);

  /** More servers than this make full handshakes. */
  private static final int SERVERS = 1 << 16;

  private static final int MINUTES = 1 << 10;
  private static final int NUMBERS = 1 << 20;

  /** Spreads the full handshakes of servers with numbers in a row. */
  private static final long SPREAD_NANOS = 7_919_000_003L;

  private final LongSupplier nanoClock;
  private final Map<InetSocketAddress, Integer> numbers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Integer> eldest) {
          return size() > SERVERS;
        }
      };
  private int next;

  SessionKeys(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** The key for a connection that begins now, at least 0. */
  synchronized int of(InetSocketAddress server) {
    int number = numbers.computeIfAbsent(server, s -> next++ % NUMBERS);
    long each = FULL_HANDSHAKE_EACH.toNanos();
    long minute = Math.floorDiv(nanoClock.getAsLong() + number * SPREAD_NANOS, each);
    return number * MINUTES + (int) Math.floorMod(minute, (long) MINUTES);
  }

  /** The server's next handshake is a full one. */
  synchronized void forget(InetSocketAddress server) {
    numbers.remove(server);
  }
}
