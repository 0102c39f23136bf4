package org.popdns.hostile;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.popdns.harness.DnsClient;
import org.popdns.harness.DnsClient.Tcp;
import org.popdns.harness.QueryBytes;

/**
 * A client of good will among all others: a query every 100 ms over a UDP socket and one over a TCP
 * connection that stays open, on a thread of its own. A query over UDP is asked once more if it is
 * not answered within a second.
 */
final class ControlQueries implements AutoCloseable {

  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BOUND_MILLIS = 1_000;

  private final DatagramSocket udp;
  private final Tcp tcp;
  private final Thread thread;
  private volatile boolean over;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger retried = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile long slowestNanos;

  ControlQueries(DnsClient client) throws IOException {
    udp = client.connect();
    udp.setSoTimeout(BOUND_MILLIS);
    tcp = client.tcp();
    tcp.socket().setSoTimeout(2 * BOUND_MILLIS);
    thread = Thread.ofPlatform().daemon().name("control-queries").start(this::run);
  }

  /** Queries asked over either. */
  int asked() {
    return asked.get();
  }

  /** UDP queries that were asked twice. */
  int retried() {
    return retried.get();
  }

  /** Queries that got no answer, or a wrong one, or got it too late. */
  int failed() {
    return failed.get();
  }

  /** How long the slowest answer took. */
  long slowestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(slowestNanos);
  }

  private void run() {
    long next = System.nanoTime();
    for (int i = 0; !over; i++) {
      next += INTERVAL_NANOS;
      byte[] query = QueryBytes.of("www.example.com.", 1).id(i & 0xffff).bytes();
      timed(() -> overUdp(query));
      timed(() -> overTcp(query));
      while (next - System.nanoTime() > 0 && !over) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private interface Attempt {
    boolean succeeds() throws IOException;
  }

  private void timed(Attempt attempt) {
    long start = System.nanoTime();
    asked.incrementAndGet();
    try {
      if (!attempt.succeeds()) {
        failed.incrementAndGet();
      }
    } catch (IOException e) {
      failed.incrementAndGet();
    }
    slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
  }

  private boolean overUdp(byte[] query) throws IOException {
    for (int attempt = 0; attempt < 2; attempt++) {
      udp.send(new DatagramPacket(query, query.length));
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(new byte[1232], 1232);
          udp.receive(packet);
          // Anything else is the late answer to an earlier query.
          if (isAnswer(packet.getData(), query)) {
            return true;
          }
        }
      } catch (SocketTimeoutException e) {
        retried.incrementAndGet();
      }
    }
    return false;
  }

  private boolean overTcp(byte[] query) throws IOException {
    tcp.send(query);
    return isAnswer(tcp.receive(), query);
  }

  private static boolean isAnswer(byte[] response, byte[] query) {
    return response[0] == query[0]
        && response[1] == query[1]
        && (response[3] & 0xf) == 0
        && response[7] == 1;
  }

  @Override
  public void close() throws IOException {
    over = true;
    await().until(() -> !thread.isAlive());
    udp.close();
    tcp.close();
  }
}
