package org.popdns.transport;

import io.netty.channel.epoll.Epoll;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.popdns.answer.Responder;
import org.popdns.config.model.UdpPath;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.platform.CpuAffinity;
import org.popdns.platform.LinuxSockets;
import org.popdns.platform.SystemCallException;
import org.popdns.snapshot.SnapshotSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TCP through Netty and UDP by the best way that this system has.
 *
 * <p>SO_REUSEPORT would let a second server share a UDP port in silence, and each would answer half
 * of the queries. So each address is claimed first by its TCP socket, which is bound without it,
 * and by a UDP socket without it that is closed again.
 */
public final class ServiceTransport implements Transport {

  private static final Logger log = LoggerFactory.getLogger(ServiceTransport.class);

  private final EventLoops loops;
  private final TcpListeners tcp;
  private final UdpService udp;
  private final Optional<String> obstacle;
  private final List<InetSocketAddress> addresses = new ArrayList<>();

  private ServiceTransport(
      EventLoops loops, TcpListeners tcp, UdpService udp, Optional<String> obstacle) {
    this.loops = loops;
    this.tcp = tcp;
    this.udp = udp;
    this.obstacle = obstacle;
  }

  /**
   * Binds the addresses. Nothing is answered before {@link #start}.
   *
   * @param listen the addresses, UDP and TCP each; port 0 asks the system for a free port
   * @param responders makes the responder of the worker with that number, from 0 on
   * @throws BindFailedException if one of them can't be bound; nothing is bound then
   */
  public static ServiceTransport bind(
      List<InetSocketAddress> listen,
      WorkerSettings settings,
      IntFunction<Responder> responders,
      SnapshotSource source)
      throws BindFailedException {
    return bind(listen, settings, responders, source, TcpLimits.DEFAULT);
  }

  /** As the other, with limits of the caller's. */
  static ServiceTransport bind(
      List<InetSocketAddress> listen,
      WorkerSettings settings,
      IntFunction<Responder> responders,
      SnapshotSource source,
      TcpLimits limits)
      throws BindFailedException {
    NumberedResponders next = new NumberedResponders(responders);
    Optional<String> obstacle = obstacle(settings.udp());
    boolean linux = settings.udp() != UdpPath.NETTY && obstacle.isEmpty();
    int asked = settings.count().orElse(Runtime.getRuntime().availableProcessors());
    int count = linux || Epoll.isAvailable() ? asked : 1;
    String threadName = linux ? "popdns-tcp" : "popdns-worker";
    EventLoops loops = new EventLoops(count, threadName, next, source);
    UdpService udp;
    try {
      udp =
          linux
              ? new LinuxUdp(count, processors(settings.placement()), next, source)
              : new NettyUdp(loops);
    } catch (BindFailedException e) {
      loops.close();
      throw e;
    }
    ServiceTransport transport =
        new ServiceTransport(loops, new TcpListeners(loops, limits), udp, obstacle);
    try {
      for (InetSocketAddress address : listen) {
        transport.bind(address);
      }
      transport.reportReceiveBuffer();
      if (settings.placement() == Placement.PINNED && udp.placement() == Placement.FREE) {
        log.warn("workers are not pinned: with Netty the threads of UDP serve TCP as well");
      }
      return transport;
    } catch (BindFailedException e) {
      transport.close();
      throw e;
    }
  }

  /** Why Netty stands in for the system calls that were to be tried; empty if it does not. */
  private static Optional<String> obstacle(UdpPath path) throws BindFailedException {
    if (path == UdpPath.NETTY) {
      return Optional.empty();
    }
    Optional<String> obstacle = LinuxSockets.obstacle();
    if (obstacle.isPresent() && path == UdpPath.RECVMMSG) {
      throw new BindFailedException(
          "UDP by recvmmsg is not to be had here: " + obstacle.get(),
          new UnsupportedOperationException("recvmmsg"));
    }
    obstacle.ifPresent(reason -> log.warn("UDP goes through Netty, which costs more: {}", reason));
    return obstacle;
  }

  private static int[] processors(Placement placement) throws BindFailedException {
    if (placement == Placement.FREE) {
      return new int[0];
    }
    try {
      return CpuAffinity.allowed();
    } catch (SystemCallException e) {
      throw new BindFailedException("workers can't be pinned: " + e.getMessage(), e);
    }
  }

  private void bind(InetSocketAddress address) throws BindFailedException {
    InetSocketAddress bound = tcp.bind(address);
    udp.bind(bound);
    addresses.add(bound);
  }

  private void reportReceiveBuffer() {
    if (receiveBufferBytes() < UdpService.RECEIVE_BUFFER_BYTES) {
      log.warn(
          "the receive buffer of each UDP socket is {} bytes instead of {}: raise"
              + " net.core.rmem_max, or bursts are dropped by the kernel",
          receiveBufferBytes(),
          UdpService.RECEIVE_BUFFER_BYTES);
    }
  }

  /** The UDP side. */
  UdpService udp() {
    return udp;
  }

  @Override
  public String name() {
    return udp.name();
  }

  @Override
  public Optional<String> obstacle() {
    return obstacle;
  }

  @Override
  public Placement placement() {
    return udp.placement();
  }

  @Override
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  @Override
  public List<Integer> workersAt(InetSocketAddress address) {
    return udp.workersAt(address);
  }

  @Override
  public int workers() {
    return udp.workers();
  }

  @Override
  public int receiveBufferBytes() {
    return udp.receiveBufferBytes();
  }

  @Override
  public ConnectionCounters connectionCounters() {
    return tcp.connections().counters();
  }

  @Override
  public int openConnections() {
    return tcp.connections().open();
  }

  @Override
  public Duration idleTimeout() {
    return Duration.ofMillis(100L * tcp.connections().idleTimeout());
  }

  @Override
  public void start() {
    udp.start();
    tcp.start();
  }

  @Override
  public void close() {
    udp.close();
    tcp.close();
    loops.close();
  }
}
