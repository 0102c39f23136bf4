package org.popdns.transport;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The bound service addresses and the workers that answer there. Made and closed by the control
 * side; after {@link #start} the workers' threads do the rest.
 */
public interface Transport extends AutoCloseable {

  /** A short name for log and status. */
  String name();

  /** The addresses that are bound, with their real ports, for UDP and TCP alike. */
  List<InetSocketAddress> addresses();

  /** How many workers answer UDP at each address. */
  int workers();

  /** Bytes of receive buffer that the system granted to each UDP socket; the least of them. */
  int receiveBufferBytes();

  /** Begins to answer. What came in since the sockets were bound is answered first. */
  void start();

  /** Stops answering and closes all sockets; returns when the workers have ended, within 3 s. */
  @Override
  void close();
}
