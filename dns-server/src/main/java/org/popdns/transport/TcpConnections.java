package org.popdns.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Takes in TCP connections: gives each the worker of its event loop, frames messages by their
 * length (RFC 1035 §4.2.2), and closes a connection beyond the limit at once. Shared by all
 * workers.
 */
final class TcpConnections extends ChannelInitializer<Channel> {

  /** Connections at a time, of all clients. */
  static final int MAX_CONNECTIONS = 1024;

  /** How long a connection may go without a whole message, in seconds (RFC 7766 §6.2.3). */
  static final int IDLE_SECONDS = 10;

  private final Map<EventLoop, DnsWorker> workers;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  TcpConnections(Map<EventLoop, DnsWorker> workers) {
    this.workers = Map.copyOf(workers);
  }

  @Override
  protected void initChannel(Channel channel) {
    DnsWorker worker = workers.get(channel.eventLoop());
    boolean known = channel.remoteAddress() instanceof InetSocketAddress;
    if (worker == null || !known || open.size() >= MAX_CONNECTIONS) {
      var _ = channel.close();
      return;
    }
    open.add(channel);
    InetAddress peer = ((InetSocketAddress) channel.remoteAddress()).getAddress();
    channel.pipeline().addLast(new TcpHandler(worker, peer, IDLE_SECONDS));
  }

  /** Closes all connections. */
  void closeAll() {
    var _ = open.close();
  }
}
