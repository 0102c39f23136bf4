package org.popdns.health.probe;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.popdns.config.model.Check;
import org.popdns.config.model.Target;
import org.popdns.name.DomainName;

/**
 * Probes over real sockets. All of them share one event loop, whose thread makes every call and
 * gets every call back, and one thread for the cryptography of TLS, which is there while it is
 * needed; ICMP has a thread for each address family, once it is asked for. What it keeps is where
 * names lead.
 */
public final class NettyProber implements Prober, AutoCloseable {
  static final String TLS_THREAD_NAME = "popdns-health-tls";
  private static final long TLS_IDLE_SECONDS = 30;

  private final ThreadPoolExecutor tlsThread;
  private final ProbeTools tools;
  private final EchoDesk echoes4;
  private final EchoDesk echoes6;
  private final KnownAddresses addresses;

  /**
   * A prober on an event loop for NIO channels.
   *
   * @param loop where the probes run; the caller shuts it down
   * @param wallClock by which certificates begin and end
   * @param echoes by what ICMP checks are made
   * @param lookup who is asked where names lead
   */
  public NettyProber(
      EventLoop loop, InstantSource wallClock, EchoSockets echoes, AddressLookup lookup) {
    tlsThread =
        new ThreadPoolExecutor(
            1,
            1,
            TLS_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory(TLS_THREAD_NAME, true));
    tlsThread.allowCoreThreadTimeOut(true);
    echoes4 = new EchoDesk(loop, echoes, EchoSockets.Family.IPV4);
    echoes6 = new EchoDesk(loop, echoes, EchoSockets.Family.IPV6);
    addresses = new KnownAddresses(loop, lookup, System::nanoTime);
    tools = new ProbeTools(loop, tlsThread, new TlsEngines(wallClock), wallClock);
  }

  /** What its probes share. */
  ProbeTools tools() {
    return tools;
  }

  @Override
  public Running start(Check check, Target target, Consumer<ProbeOutcome> whenDone) {
    return switch (target) {
      case Target.Address(InetAddress address) -> start(check, address, whenDone);
      case Target.Name(DomainName name) -> {
        NameRun run = new NameRun(this, addresses, check, name, whenDone);
        run.begin();
        yield run;
      }
    };
  }

  /** The same at an address. */
  Running start(Check check, InetAddress address, Consumer<ProbeOutcome> whenDone) {
    return switch (check) {
      case Check.OverTcp overTcp -> {
        ProbeRun run = new ProbeRun(tools, overTcp, address, whenDone);
        run.begin();
        yield run;
      }
      case Check.Icmp icmp -> {
        EchoDesk desk = address instanceof Inet4Address ? echoes4 : echoes6;
        EchoRun run = new EchoRun(tools.loop(), desk, icmp, address, whenDone);
        run.begin();
        yield run;
      }
    };
  }

  @Override
  public void ownNames(Map<DomainName, List<InetAddress>> own) {
    addresses.own(own);
  }

  /** Ends the threads beside the event loop; called once that has ended. */
  @Override
  public void close() {
    tlsThread.shutdown();
    echoes4.close();
    echoes6.close();
  }
}
