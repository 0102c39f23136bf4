package org.popdns.health.probe;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.popdns.config.model.Check;

/**
 * Probes over real sockets. All of them share one event loop, whose thread makes every call and
 * gets every call back. It holds no state of its own.
 */
public final class NettyProber implements Prober {
  private final EventLoop loop;

  /**
   * A prober on an event loop for NIO channels.
   *
   * @param loop where the probes run; the caller shuts it down
   */
  public NettyProber(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public Running start(Check check, InetAddress address, Consumer<ProbeOutcome> whenDone) {
    ProbeRun run = new ProbeRun(loop, check, address, whenDone);
    run.begin();
    return run;
  }
}
