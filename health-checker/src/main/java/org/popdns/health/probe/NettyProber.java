package org.popdns.health.probe;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.popdns.config.model.Check;

/**
 * Probes over real sockets. All of them share one event loop, whose thread makes every call and
 * gets every call back, and one thread for the cryptography of TLS, which is there while it is
 * needed. It holds no state of its own.
 */
public final class NettyProber implements Prober, AutoCloseable {
  static final String TLS_THREAD_NAME = "popdns-health-tls";
  private static final long TLS_IDLE_SECONDS = 30;

  private final ThreadPoolExecutor tlsThread;
  private final ProbeTools tools;

  /**
   * A prober on an event loop for NIO channels.
   *
   * @param loop where the probes run; the caller shuts it down
   * @param wallClock by which certificates begin and end
   */
  public NettyProber(EventLoop loop, InstantSource wallClock) {
    tlsThread =
        new ThreadPoolExecutor(
            1,
            1,
            TLS_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory(TLS_THREAD_NAME, true));
    tlsThread.allowCoreThreadTimeOut(true);
    tools = new ProbeTools(loop, tlsThread, new TlsEngines(wallClock), wallClock);
  }

  /** What its probes share. */
  ProbeTools tools() {
    return tools;
  }

  @Override
  public Running start(Check check, InetAddress address, Consumer<ProbeOutcome> whenDone) {
    ProbeRun run = new ProbeRun(tools, check, address, whenDone);
    run.begin();
    return run;
  }

  /** Ends the thread for TLS; called once the event loop has ended. */
  @Override
  public void close() {
    tlsThread.shutdown();
  }
}
