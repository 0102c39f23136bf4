package org.popdns.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.popdns.snapshot.SnapshotSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Netty's event loops, epoll's or NIO's, each with its {@link DnsWorker}. */
final class EventLoops implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventLoops.class);

  /** How long the end of anything of Netty's is waited for. */
  static final long CLOSE_SECONDS = 3;

  private final MultiThreadIoEventLoopGroup group;
  private final Map<EventLoop, DnsWorker> workers = new LinkedHashMap<>();

  EventLoops(int count, String threadName, NumberedResponders responders, SnapshotSource source) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(threadName), io);
    for (int i = 0; i < count; i++) {
      workers.put(group.next(), new DnsWorker(source, responders.next()));
    }
  }

  MultiThreadIoEventLoopGroup group() {
    return group;
  }

  /** Each loop's worker, in the order they were made. */
  Map<EventLoop, DnsWorker> workers() {
    return workers;
  }

  @Override
  public void close() {
    if (!group
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      log.warn("the workers did not end within {} s", CLOSE_SECONDS);
    }
  }
}
