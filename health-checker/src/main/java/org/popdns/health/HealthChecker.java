package org.popdns.health;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.popdns.health.probe.NettyProber;
import org.popdns.health.probe.ProbeTools;
import org.popdns.health.probe.icmp.EchoSockets;
import org.popdns.health.resolve.SystemResolvers;
import org.popdns.time.Clocks;

/**
 * Probes endpoints and knows which of them are up. Its methods may be called from any thread; all
 * else happens on one thread of its own ({@value #THREAD_NAME}), whatever the number of endpoints.
 * What changes in it is the set of endpoints watched and the snapshot of their states.
 */
public final class HealthChecker implements AutoCloseable {
  static final String THREAD_NAME = "popdns-health";
  private static final long CLOSE_SECONDS = 5;

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final ProbeTools tools;
  private final NettyProber prober;
  private final Announcer announcer;
  private final WatchList watchList;

  /**
   * A checker with the system's chance, which watches nothing yet.
   *
   * @param listener told of changes of status
   * @param observer told of each probe
   * @param echoes by what ICMP checks are made
   * @param clocks tell when states began and whether a certificate is valid; what paces the probes
   *     is its own
   */
  public HealthChecker(
      HealthListener listener, ProbeObserver observer, EchoSockets echoes, Clocks clocks) {
    this(listener, observer, echoes, clocks, RandomGenerator.getDefault());
  }

  /**
   * A checker that watches nothing yet.
   *
   * @param listener told of changes of status
   * @param observer told of each probe
   * @param echoes by what ICMP checks are made
   * @param clocks tell when states began and whether a certificate is valid; what paces the probes
   *     is its own
   * @param random spreads the probes over time; used on the checker's thread only
   */
  public HealthChecker(
      HealthListener listener,
      ProbeObserver observer,
      EchoSockets echoes,
      Clocks clocks,
      RandomGenerator random) {
    group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory(THREAD_NAME, true), NioIoHandler.newFactory());
    loop = group.next();
    tools = new ProbeTools(loop, clocks.wall());
    prober = new NettyProber(loop, new SystemResolvers(), ProbeRunners.all(tools, echoes));
    NettyLoop checkerLoop = new NettyLoop(loop);
    announcer = new Announcer(listener, observer, checkerLoop);
    watchList =
        new WatchList(
            new EndpointWatch.Tools(
                checkerLoop,
                prober,
                new ProbeGate(ProbeGate.LIMIT),
                new ProbeSchedule(random),
                clocks),
            announcer);
  }

  /**
   * Watches these endpoints and no others: the start, and every reload. New ones are probed at
   * once; those that were watched before keep their state and their schedule; those that are
   * missing are dropped once the new ones have had their first result. Where a check has changed,
   * an address that was up is up until the changed check has failed as often as it must.
   *
   * @return completed on the checker's thread when each of these endpoints has had its first
   *     result, whatever that is: after one timeout at most for as many endpoints as are probed at
   *     once. It is cancelled by {@link #close()}, and already failed after it. To wait for it on
   *     the checker's own thread would be to wait forever
   */
  public CompletableFuture<Void> watch(ProbeTargets targets) {
    CompletableFuture<Void> known = new CompletableFuture<>();
    watch(targets, known);
    return known;
  }

  /**
   * As {@link #watch(ProbeTargets)}, with something to be done at the moment when the new endpoints
   * are known and the missing ones are not dropped yet.
   *
   * @param whenKnown run on the checker's thread: no transition comes between it and the drop; must
   *     not block
   * @return completed after {@code whenKnown}; exceptionally if that threw, or if the checker is or
   *     will be closed
   */
  public CompletableFuture<Void> watch(ProbeTargets targets, Runnable whenKnown) {
    CompletableFuture<Void> known = new CompletableFuture<>();
    CompletableFuture<Void> done = known.thenRun(whenKnown);
    watch(targets, known);
    return done;
  }

  private void watch(ProbeTargets targets, CompletableFuture<Void> known) {
    try {
      loop.execute(() -> watchList.watch(targets, known));
    } catch (RejectedExecutionException closed) {
      known.completeExceptionally(
          new IllegalStateException("the health checker is closed", closed));
    }
  }

  /** The latest states. A result is in it before the listener or the observer hears of it. */
  public HealthSnapshot snapshot() {
    return watchList.snapshot();
  }

  /** The canaries as they answered last, in the order of the file. */
  public List<CanaryState> canaries() {
    return watchList.canaries();
  }

  /** The last 256 transitions of all endpoints, newest first. */
  public List<Transition> history() {
    return announcer.history();
  }

  /**
   * Stops all probes, closes their sockets and ends the thread. Returns when that is done, after
   * five seconds at the latest; at once if called on the checker's own thread or again.
   */
  @Override
  public void close() {
    try {
      loop.execute(watchList::stop);
    } catch (RejectedExecutionException closedBefore) {
      return;
    }
    // The end is awaited below, where it can be.
    var _ = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    if (loop.inEventLoop()) {
      return;
    }
    try {
      if (!group.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "the health checker did not end within " + CLOSE_SECONDS + " s");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      prober.close();
      tools.close();
    }
  }
}
