package org.popdns.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.popdns.config.model.WorkerSettings.Placement;

/**
 * UDP through Netty, on the event loops that serve TCP too: epoll on Linux, with one socket per
 * address and loop (SO_REUSEPORT); NIO elsewhere, with one loop. It runs where {@link LinuxUdp}
 * can't, and has no wildcard addresses.
 */
final class NettyUdp implements UdpService {

  // recvmmsg needs this much per message; what is longer is cut.
  private static final int MAX_DATAGRAM_BYTES = 4096;
  private static final int DATAGRAMS_PER_READ = 64;

  private final EventLoops loops;
  private final List<Channel> sockets = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private int receiveBufferBytes = Integer.MAX_VALUE;

  NettyUdp(EventLoops loops) {
    this.loops = loops;
  }

  @Override
  public String name() {
    return Epoll.isAvailable() ? "netty-epoll" : "netty-nio";
  }

  @Override
  public void bind(InetSocketAddress address) throws BindFailedException {
    if (address.getAddress().isAnyLocalAddress()) {
      throw new BindFailedException(
          BindFailure.text(address)
              + ": a wildcard address is not supported by this transport, since a response could"
              + " leave from another address than the one asked: name each service address",
          new UnsupportedOperationException("wildcard"));
    }
    claim(address);
    for (Map.Entry<EventLoop, DnsWorker> worker : loops.workers().entrySet()) {
      Channel socket = BindFailure.await(bindShared(address, worker), address, "UDP");
      sockets.add(socket);
      Integer granted = socket.config().getOption(ChannelOption.SO_RCVBUF);
      receiveBufferBytes = Math.min(receiveBufferBytes, granted);
    }
    addresses.add(address);
  }

  /** Fails if any socket is bound to the address, shared or not. */
  private void claim(InetSocketAddress address) throws BindFailedException {
    Bootstrap bootstrap = bootstrap(address).handler(new ChannelInboundHandlerAdapter());
    Channel claim =
        BindFailure.await(bootstrap.group(loops.group().next()).bind(address), address, "UDP");
    claim.close().awaitUninterruptibly();
  }

  private ChannelFuture bindShared(
      InetSocketAddress address, Map.Entry<EventLoop, DnsWorker> worker) {
    Bootstrap bootstrap = bootstrap(address);
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

  private static Bootstrap bootstrap(InetSocketAddress address) {
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

  /** The sockets that are bound. */
  List<Channel> sockets() {
    return List.copyOf(sockets);
  }

  @Override
  public List<Integer> workersAt(InetSocketAddress address) {
    return addresses.contains(address)
        ? loops.workers().values().stream().map(DnsWorker::number).toList()
        : List.of();
  }

  @Override
  public Placement placement() {
    return Placement.FREE;
  }

  @Override
  public int workers() {
    return loops.workers().size();
  }

  @Override
  public int receiveBufferBytes() {
    return receiveBufferBytes;
  }

  @Override
  public void start() {
    sockets.forEach(socket -> socket.config().setAutoRead(true));
  }

  @Override
  public void close() {
    for (Channel socket : sockets) {
      socket.close().awaitUninterruptibly(EventLoops.CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
