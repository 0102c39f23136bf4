package org.popdns.health.probe;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Check;
import org.popdns.config.model.Probe;
import org.popdns.config.model.Target;
import org.popdns.name.DomainName;

/**
 * Probes over real sockets, by the runner of each kind. All of them share one event loop, whose
 * thread makes every call and gets every call back. What it keeps is where names lead.
 */
public final class NettyProber implements Prober, AutoCloseable {
  private final Map<Class<? extends Probe>, ProbeRunner<?>> runners = new HashMap<>();
  private final KnownAddresses addresses;

  /**
   * A prober on an event loop.
   *
   * @param lookup who is asked where names lead
   * @param runners one for each kind; closed with the prober
   */
  public NettyProber(EventLoop loop, AddressLookup lookup, List<ProbeRunner<?>> runners) {
    runners.forEach(runner -> this.runners.put(runner.kind(), runner));
    addresses = new KnownAddresses(loop, lookup, System::nanoTime);
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
    ProbeRunner<?> runner = runners.get(check.probe().getClass());
    return start(runner, check, address, whenDone);
  }

  private static <P extends Probe> Running start(
      @Nullable ProbeRunner<P> runner,
      Check check,
      InetAddress address,
      Consumer<ProbeOutcome> whenDone) {
    if (runner == null) {
      throw new IllegalArgumentException("nobody runs " + check.probe());
    }
    return runner.start(
        runner.kind().cast(check.probe()), new Errand(address, check.timing().timeout()), whenDone);
  }

  @Override
  public void ownNames(Map<DomainName, List<InetAddress>> own) {
    addresses.own(own);
  }

  /** Closes the runners; called once the event loop has ended. */
  @Override
  public void close() {
    runners.values().forEach(ProbeRunner::close);
  }
}
