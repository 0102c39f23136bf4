package org.popdns.transport;

import java.net.InetSocketAddress;
import java.util.List;
import org.popdns.config.model.WorkerSettings.Placement;

/** UDP at the service addresses. Made, started and closed by the control side. */
sealed interface UdpService extends AutoCloseable permits LinuxUdp, NettyUdp {

  /**
   * What is asked for per socket: a burst of some ten thousand queries fits; the default is 166.
   */
  int RECEIVE_BUFFER_BYTES = 4 << 20;

  /** A short name for log and status. */
  String name();

  /**
   * Binds an address that is not shared with another server. Nothing is answered before {@link
   * #start}.
   *
   * @param address with its real port
   * @throws BindFailedException with a line for the operator
   */
  void bind(InetSocketAddress address) throws BindFailedException;

  /** The numbers of the workers at an address; none for an address that is not bound. */
  List<Integer> workersAt(InetSocketAddress address);

  /** Whether each worker stays on one processor. */
  Placement placement();

  /** How many workers answer at each address. */
  int workers();

  /** Bytes of receive buffer that the system granted to each socket; the least of them. */
  int receiveBufferBytes();

  /** Begins to answer. */
  void start();

  /** Stops answering; returns when the workers have ended. */
  @Override
  void close();
}
