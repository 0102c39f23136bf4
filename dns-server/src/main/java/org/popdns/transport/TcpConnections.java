package org.popdns.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.popdns.transport.ConnectionCounters.End;
import org.popdns.transport.ConnectionCounters.Refusal;

/**
 * Takes in TCP connections within {@link TcpLimits} and gives each the worker of its event loop.
 * Shared by all workers, which meet here when a connection opens or ends and at no message.
 *
 * <p>The fuller it is, the shorter a connection may be idle (RFC 7766 §6.2.3). A newcomer who finds
 * all places taken gets the place of one that has been idle for the least timeout at that worker,
 * and has sent nothing that is still to be read; if there is none, the newcomer is closed: who was
 * taken in has that time to ask. Until that is known the newcomer waits, unread: so there may be
 * more connections than places, by one for each that is about to be closed. A client with all of
 * its own places taken is closed at once, and costs no one else a place.
 */
final class TcpConnections extends ChannelInitializer<Channel> {

  private final Map<EventLoop, DnsWorker> workers;
  private final Map<EventLoop, IdleOrder> orders = new HashMap<>();
  private final TcpLimits limits;
  private final ConnectionCounters counters = new ConnectionCounters();
  private final AtomicInteger open = new AtomicInteger();
  private final Map<ClientNetwork, Integer> clients = new ConcurrentHashMap<>();
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  TcpConnections(Map<EventLoop, DnsWorker> workers, TcpLimits limits) {
    this.workers = Map.copyOf(workers);
    this.limits = limits;
    workers.keySet().forEach(loop -> orders.put(loop, new IdleOrder(loop, this::idleNanos)));
  }

  /** What became of connections so far. */
  ConnectionCounters counters() {
    return counters;
  }

  /** Connections that are open. */
  int open() {
    return open.get();
  }

  /**
   * How long a connection may be idle as full as it is now, in units of 100 ms (RFC 7828 §3.1):
   * what the keepalive option says.
   */
  int idleTimeout() {
    return (int) (TimeUnit.NANOSECONDS.toMillis(idleNanos()) / 100);
  }

  private long idleNanos() {
    return limits.idleNanos(open.get());
  }

  @Override
  protected void initChannel(Channel channel) {
    DnsWorker worker = workers.get(channel.eventLoop());
    IdleOrder order = orders.get(channel.eventLoop());
    if (worker == null
        || order == null
        || !(channel.remoteAddress() instanceof InetSocketAddress peer)) {
      // Nobody is there any more: the client reset the connection before it was accepted.
      counters.count(End.ERROR);
      var _ = channel.close();
      return;
    }
    ClientNetwork client = ClientNetwork.of(peer.getAddress());
    int own = clients.merge(client, 1, Integer::sum);
    int all = open.incrementAndGet();
    channels.add(channel);
    channel.closeFuture().addListener(closed -> leave(client));
    TcpHandler handler = new TcpHandler(worker, this, order, peer.getAddress());
    if (own > limits.connectionsPerClient()) {
      refuse(channel, Refusal.CLIENT_LIMIT);
    } else if (all > limits.connections()) {
      channel.config().setAutoRead(false);
      order.makeRoom(
          () -> takeInLate(channel, handler),
          () -> {
            if (open.get() > limits.connections()) {
              refuse(channel, Refusal.LIMIT);
            } else {
              takeInLate(channel, handler);
            }
          });
    } else {
      channel.pipeline().addLast(handler);
    }
  }

  private static void takeInLate(Channel channel, TcpHandler handler) {
    if (channel.isOpen()) {
      channel.pipeline().addLast(handler);
      channel.config().setAutoRead(true);
    }
  }

  private void refuse(Channel channel, Refusal refusal) {
    counters.count(refusal);
    var _ = channel.close();
  }

  private void leave(ClientNetwork client) {
    open.decrementAndGet();
    clients.computeIfPresent(client, (network, count) -> count == 1 ? null : count - 1);
  }

  /** Closes all connections. */
  void closeAll() {
    var _ = channels.close();
  }
}
