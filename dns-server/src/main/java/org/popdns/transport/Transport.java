package org.popdns.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.WorkerSettings.Placement;

/**
 * The bound service addresses and the workers that answer there. Made and closed by the control
 * side; after {@link #start} the workers' threads do the rest.
 */
public interface Transport extends AutoCloseable {

  /** The way of datagrams, for log, status and metrics: {@code recvmmsg}, {@code netty-epoll}. */
  String name();

  /** Why datagrams don't go the best way; empty if they do, or if this way was asked for. */
  Optional<String> obstacle();

  /** Whether each UDP worker stays on one processor. */
  Placement placement();

  /** The addresses that are bound, with their real ports, for UDP and TCP alike. */
  List<InetSocketAddress> addresses();

  /** How many workers answer UDP at each address. */
  int workers();

  /**
   * Which workers answer UDP at one of the {@link #addresses}, by the numbers that their responders
   * were made with; empty for any other address.
   */
  List<Integer> workersAt(InetSocketAddress address);

  /** Bytes of receive buffer that the system granted to each UDP socket; the least of them. */
  int receiveBufferBytes();

  /** What became of TCP connections. */
  ConnectionCounters connectionCounters();

  /** TCP connections that are open. */
  int openConnections();

  /** How long a TCP connection may go without a whole message, as full as the server is now. */
  Duration idleTimeout();

  /** Begins to answer. What came in since the sockets were bound is answered first. */
  void start();

  /** Stops answering and closes all sockets; returns when the workers have ended, within 3 s. */
  @Override
  void close();
}
