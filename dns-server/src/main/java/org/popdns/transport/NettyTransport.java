package org.popdns.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.popdns.answer.Responder;
import org.popdns.snapshot.SnapshotPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UDP and TCP through Netty: epoll on Linux, with one UDP socket per address and worker
 * (SO_REUSEPORT); NIO elsewhere, with one worker.
 *
 * <p>SO_REUSEPORT would let a second server share a UDP port in silence, and each would answer half
 * of the queries. So each address is claimed first by its TCP socket, which is bound without it,
 * and by a UDP socket without it that is closed again.
 */
public final class NettyTransport implements Transport {

  private static final Logger log = LoggerFactory.getLogger(NettyTransport.class);

  /** What is asked for: a burst of some ten thousand queries fits. The default holds 166. */
  static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  // Longer than any query that we know a use for; recvmmsg needs this much per message.
  private static final int MAX_DATAGRAM_BYTES = 4096;
  private static final int DATAGRAMS_PER_READ = 64;
  private static final int TCP_BACKLOG = 1024;

  // What one connection may hold: responses that the client does not take, of which the last may be
  // 64 KiB longer, and queries that came in one piece.
  private static final int TCP_SEND_HIGH_WATER_BYTES = 64 << 10;
  private static final int TCP_READ_MOST_BYTES = 16 << 10;

  private static final long CLOSE_SECONDS = 3;

  private final MultiThreadIoEventLoopGroup group;
  private final Map<EventLoop, DnsWorker> workers = new LinkedHashMap<>();
  private final TcpConnections connections;
  private final List<Channel> channels = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private int receiveBufferBytes = Integer.MAX_VALUE;

  private NettyTransport(
      int workerCount,
      IntFunction<Responder> responders,
      SnapshotPublisher publisher,
      TcpLimits tcpLimits) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group =
        new MultiThreadIoEventLoopGroup(workerCount, new DefaultThreadFactory("popdns-worker"), io);
    for (int i = 0; i < workerCount; i++) {
      workers.put(group.next(), new DnsWorker(publisher, responders.apply(i)));
    }
    connections = new TcpConnections(workers, tcpLimits);
  }

  /**
   * Binds the addresses. Nothing is answered before {@link #start}.
   *
   * @param listen the addresses, UDP and TCP each; port 0 asks the system for a free port
   * @param workerCount workers that the processors are worth; where SO_REUSEPORT is not to be had
   *     there is one
   * @param responders makes the responder of the worker with that number, from 0 on
   * @throws BindFailedException if one of them can't be bound; nothing is bound then
   */
  public static NettyTransport bind(
      List<InetSocketAddress> listen,
      int workerCount,
      IntFunction<Responder> responders,
      SnapshotPublisher publisher)
      throws BindFailedException {
    return bind(listen, workerCount, responders, publisher, TcpLimits.DEFAULT);
  }

  /** As the other, with limits of the caller's. */
  static NettyTransport bind(
      List<InetSocketAddress> listen,
      int workerCount,
      IntFunction<Responder> responders,
      SnapshotPublisher publisher,
      TcpLimits tcpLimits)
      throws BindFailedException {
    NettyTransport transport =
        new NettyTransport(Epoll.isAvailable() ? workerCount : 1, responders, publisher, tcpLimits);
    try {
      for (InetSocketAddress address : listen) {
        transport.bind(address);
      }
      transport.reportReceiveBuffer();
      return transport;
    } catch (BindFailedException e) {
      transport.close();
      throw e;
    }
  }

  private void bind(InetSocketAddress address) throws BindFailedException {
    if (address.getAddress().isAnyLocalAddress()) {
      throw new BindFailedException(
          BindFailure.text(address)
              + ": a wildcard address is not supported by this transport, since a response could"
              + " leave from another address than the one asked: name each service address",
          new UnsupportedOperationException("wildcard"));
    }
    Channel tcp = BindFailure.await(bindTcp(address), address, "TCP");
    channels.add(tcp);
    InetSocketAddress bound = (InetSocketAddress) tcp.localAddress();
    claimUdp(bound);
    for (Map.Entry<EventLoop, DnsWorker> worker : workers.entrySet()) {
      Channel udp = BindFailure.await(bindUdp(bound, worker), bound, "UDP");
      channels.add(udp);
      Integer granted = udp.config().getOption(ChannelOption.SO_RCVBUF);
      receiveBufferBytes = Math.min(receiveBufferBytes, granted);
    }
    addresses.add(bound);
  }

  private ChannelFuture bindTcp(InetSocketAddress address) {
    Class<? extends ServerSocketChannel> type =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(type)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, TCP_BACKLOG)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 2048, TCP_READ_MOST_BYTES))
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(TCP_SEND_HIGH_WATER_BYTES / 2, TCP_SEND_HIGH_WATER_BYTES))
            .childHandler(connections);
    if (Epoll.isAvailable()) {
      bootstrap.option(EpollChannelOption.IP_FREEBIND, true);
    }
    return bootstrap.bind(address);
  }

  /** Fails if any UDP socket is bound to the address, shared or not. */
  private void claimUdp(InetSocketAddress address) throws BindFailedException {
    Bootstrap bootstrap = udpBootstrap(address).handler(new ChannelInboundHandlerAdapter());
    Channel claim = BindFailure.await(bootstrap.group(group.next()).bind(address), address, "UDP");
    claim.close().awaitUninterruptibly();
  }

  private ChannelFuture bindUdp(InetSocketAddress address, Map.Entry<EventLoop, DnsWorker> worker) {
    Bootstrap bootstrap = udpBootstrap(address);
    if (Epoll.isAvailable()) {
      bootstrap
          .option(EpollChannelOption.SO_REUSEPORT, true)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES);
    }
    return bootstrap
        .group(worker.getKey())
        .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(
                Epoll.isAvailable() ? MAX_DATAGRAM_BYTES * DATAGRAMS_PER_READ : MAX_DATAGRAM_BYTES))
        .handler(new UdpHandler(worker.getValue()))
        .bind(address);
  }

  private static Bootstrap udpBootstrap(InetSocketAddress address) {
    Bootstrap bootstrap = new Bootstrap().option(ChannelOption.AUTO_READ, false);
    if (!Epoll.isAvailable()) {
      return bootstrap.channel(NioDatagramChannel.class);
    }
    // A socket of the address's own family: its options and the kernel's table of sockets are that
    // family's then.
    boolean ipv4 = address.getAddress() instanceof Inet4Address;
    SocketProtocolFamily family = ipv4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    return bootstrap
        .channelFactory(() -> new EpollDatagramChannel(family))
        .option(EpollChannelOption.IP_FREEBIND, true)
        .option(PathMtu.of(family), PathMtu.OMIT);
  }

  private void reportReceiveBuffer() {
    if (receiveBufferBytes < RECEIVE_BUFFER_BYTES) {
      log.warn(
          "the receive buffer of each UDP socket is {} bytes instead of {}: raise"
              + " net.core.rmem_max, or bursts are dropped by the kernel",
          receiveBufferBytes,
          RECEIVE_BUFFER_BYTES);
    }
  }

  @Override
  public String name() {
    return Epoll.isAvailable() ? "netty-epoll" : "netty-nio";
  }

  @Override
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  @Override
  public int workers() {
    return workers.size();
  }

  @Override
  public List<Integer> workersAt(InetSocketAddress address) {
    return addresses.contains(address)
        ? IntStream.range(0, workers.size()).boxed().toList()
        : List.of();
  }

  @Override
  public int receiveBufferBytes() {
    return receiveBufferBytes;
  }

  /** The sockets that are bound, UDP and TCP. */
  List<Channel> sockets() {
    return List.copyOf(channels);
  }

  @Override
  public ConnectionCounters connectionCounters() {
    return connections.counters();
  }

  @Override
  public int openConnections() {
    return connections.open();
  }

  @Override
  public Duration idleTimeout() {
    return Duration.ofMillis(100L * connections.idleTimeout());
  }

  @Override
  public void start() {
    for (Channel channel : channels) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void close() {
    for (Channel channel : channels) {
      channel.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
    connections.closeAll();
    if (!group
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      log.warn("the workers did not end within {} s", CLOSE_SECONDS);
    }
  }
}
