package org.popdns.health.probe;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What all probes of a checker share: the event loop where they run, and one thread for the
 * cryptography of TLS, which neither holds up the loop nor takes more than one of the cores that
 * queries are answered on. That thread is there while it is needed.
 */
public final class ProbeTools implements AutoCloseable {
  static final String TLS_THREAD_NAME = "popdns-health-tls";
  private static final long TLS_IDLE_SECONDS = 30;

  private final EventLoop loop;
  private final InstantSource wallClock;
  private final ThreadPoolExecutor tlsThread;
  private final TlsEngines engines;

  /**
   * The tools of one checker.
   *
   * @param loop for NIO channels; the caller shuts it down
   * @param wallClock by which certificates begin and end
   */
  public ProbeTools(EventLoop loop, InstantSource wallClock) {
    this.loop = loop;
    this.wallClock = wallClock;
    this.engines = new TlsEngines(wallClock);
    tlsThread =
        new ThreadPoolExecutor(
            1,
            1,
            TLS_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory(TLS_THREAD_NAME, true));
    tlsThread.allowCoreThreadTimeOut(true);
  }

  /** Where probes run. */
  public EventLoop loop() {
    return loop;
  }

  /** By which certificates end. */
  InstantSource wallClock() {
    return wallClock;
  }

  /** Where cryptography runs. */
  Executor tlsThread() {
    return tlsThread;
  }

  /** Used on {@link #tlsThread()} only. */
  TlsEngines engines() {
    return engines;
  }

  /** Ends the thread for TLS; called once the event loop has ended. */
  @Override
  public void close() {
    tlsThread.shutdown();
  }
}
