package org.popdns.transport;

import java.time.Duration;

/**
 * How much TCP may take (RFC 7766 §6.2.2 and §6.2.3, RFC 9210 §4.4). Fixed when the transport is
 * bound; read by all workers.
 *
 * @param connections at a time, of all clients; at least 2
 * @param connectionsPerClient at a time, of one {@link ClientNetwork}
 * @param idle how long a connection may go without a whole message while few are open
 * @param leastIdle the same when all places are taken; what every connection is given
 */
record TcpLimits(int connections, int connectionsPerClient, Duration idle, Duration leastIdle) {

  /** What a server has. */
  static final TcpLimits DEFAULT =
      new TcpLimits(1024, 64, Duration.ofSeconds(10), Duration.ofSeconds(1));

  /**
   * How long a connection may be idle: {@link #idle} up to half of the places, then less in
   * proportion, down to {@link #leastIdle} when all are taken.
   *
   * @param open connections that are open
   * @return nanoseconds
   */
  long idleNanos(int open) {
    long calm = connections / 2;
    long most = idle.toNanos();
    if (open <= calm) {
      return most;
    }
    long least = leastIdle.toNanos();
    long taken = Math.min(open, connections) - calm;
    return most - (most - least) * taken / (connections - calm);
  }
}
