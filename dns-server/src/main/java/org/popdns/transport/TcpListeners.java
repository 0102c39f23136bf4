package org.popdns.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** TCP at the service addresses, through Netty. Made, started and closed by the control side. */
final class TcpListeners implements AutoCloseable {

  private static final int BACKLOG = 1024;

  // What one connection may hold: responses that the client does not take, of which the last may be
  // 64 KiB longer, and queries that came in one piece.
  private static final int SEND_HIGH_WATER_BYTES = 64 << 10;
  private static final int READ_MOST_BYTES = 16 << 10;

  // <linux/in6.h>; the same on x86-64 and aarch64.
  private static final IntegerUnixChannelOption IPV6_V6ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

  private final EventLoops loops;
  private final TcpConnections connections;
  private final List<Channel> listeners = new ArrayList<>();

  TcpListeners(EventLoops loops, TcpLimits limits) {
    this.loops = loops;
    this.connections = new TcpConnections(loops.workers(), limits);
  }

  /**
   * Binds an address without sharing it. Nothing is accepted before {@link #start}.
   *
   * @return the address with its real port
   * @throws BindFailedException with a line for the operator
   */
  InetSocketAddress bind(InetSocketAddress address) throws BindFailedException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channelFactory(listenerOf(address))
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 2048, READ_MOST_BYTES))
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(SEND_HIGH_WATER_BYTES / 2, SEND_HIGH_WATER_BYTES))
            .childHandler(connections);
    if (Epoll.isAvailable()) {
      bootstrap.option(EpollChannelOption.IP_FREEBIND, true);
      if (!isIpv4(address)) {
        // So that 0.0.0.0 and :: can be bound side by side.
        bootstrap.option(IPV6_V6ONLY, 1);
      }
    }
    Channel listener = BindFailure.await(bootstrap.bind(address), address, "TCP");
    listeners.add(listener);
    return (InetSocketAddress) listener.localAddress();
  }

  private static ChannelFactory<ServerSocketChannel> listenerOf(InetSocketAddress address) {
    if (!Epoll.isAvailable()) {
      return NioServerSocketChannel::new;
    }
    SocketProtocolFamily family =
        isIpv4(address) ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    return () -> new EpollServerSocketChannel(family);
  }

  private static boolean isIpv4(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address;
  }

  /** The connections that were taken in. */
  TcpConnections connections() {
    return connections;
  }

  /** Begins to accept. */
  void start() {
    listeners.forEach(listener -> listener.config().setAutoRead(true));
  }

  @Override
  public void close() {
    for (Channel listener : listeners) {
      listener.close().awaitUninterruptibly(EventLoops.CLOSE_SECONDS, TimeUnit.SECONDS);
    }
    connections.closeAll();
  }
}
