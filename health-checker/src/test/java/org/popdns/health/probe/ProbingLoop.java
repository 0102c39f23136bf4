package org.popdns.health.probe;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.popdns.config.model.Check;
import org.popdns.config.model.Target;
import org.popdns.health.ProbeRunners;
import org.popdns.health.probe.icmp.EchoSockets;

/** An event loop with a prober on it, and a way to wait for its outcomes. */
public final class ProbingLoop implements AutoCloseable {
  private static final AddressLookup NOBODY_IS_ASKED =
      (name, whenAnswered) ->
          whenAnswered.accept(new AddressLookup.Answer.Silence("nobody is asked here"));

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("probing", true), NioIoHandler.newFactory());
  final EventLoop loop = group.next();
  final ProbeTools tools;
  final NettyProber prober;

  public ProbingLoop() {
    this(Checks.NO_ECHOES);
  }

  public ProbingLoop(AddressLookup lookup) {
    this(Checks.NO_ECHOES, lookup);
  }

  public ProbingLoop(EchoSockets echoes) {
    this(echoes, NOBODY_IS_ASKED);
  }

  /** By another clock than the system's. */
  public ProbingLoop(InstantSource wallClock) {
    this(Checks.NO_ECHOES, NOBODY_IS_ASKED, wallClock);
  }

  private ProbingLoop(EchoSockets echoes, AddressLookup lookup) {
    this(echoes, lookup, InstantSource.system());
  }

  private ProbingLoop(EchoSockets echoes, AddressLookup lookup, InstantSource wallClock) {
    tools = new ProbeTools(loop, wallClock);
    prober = new NettyProber(loop, lookup, ProbeRunners.all(tools, echoes));
  }

  public ProbeOutcome probe(Check check, InetAddress address) {
    return start(check, address).orTimeout(60, TimeUnit.SECONDS).join();
  }

  public CompletableFuture<ProbeOutcome> start(Check check, InetAddress address) {
    return start(check, new Target.Address(address));
  }

  public CompletableFuture<ProbeOutcome> start(Check check, Target target) {
    CompletableFuture<ProbeOutcome> outcome = new CompletableFuture<>();
    group.execute(() -> prober.start(check, target, outcome::complete));
    return outcome;
  }

  public void onLoop(Runnable task) {
    group.execute(task);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    prober.close();
    tools.close();
  }
}
