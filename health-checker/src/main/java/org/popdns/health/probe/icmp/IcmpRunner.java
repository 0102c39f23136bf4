package org.popdns.health.probe.icmp;

import java.net.Inet4Address;
import java.util.function.Consumer;
import org.popdns.config.probe.icmp.IcmpProbe;
import org.popdns.health.probe.Errand;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbeRunner;
import org.popdns.health.probe.ProbeTools;
import org.popdns.health.probe.Prober;

/** Probes by ICMP echo. It has a thread for each address family, once that is asked for. */
public final class IcmpRunner implements ProbeRunner<IcmpProbe> {
  private final ProbeTools tools;
  private final EchoDesk echoes4;
  private final EchoDesk echoes6;

  /**
   * With what the probes share.
   *
   * @param sockets by what echoes are sent
   */
  public IcmpRunner(ProbeTools tools, EchoSockets sockets) {
    this.tools = tools;
    echoes4 = new EchoDesk(tools.loop(), sockets, EchoSockets.Family.IPV4);
    echoes6 = new EchoDesk(tools.loop(), sockets, EchoSockets.Family.IPV6);
  }

  @Override
  public Class<IcmpProbe> kind() {
    return IcmpProbe.class;
  }

  @Override
  public Prober.Running start(IcmpProbe probe, Errand errand, Consumer<ProbeOutcome> whenDone) {
    EchoDesk desk = errand.address() instanceof Inet4Address ? echoes4 : echoes6;
    EchoRun run = new EchoRun(tools.loop(), desk, errand, whenDone);
    run.begin();
    return run;
  }

  @Override
  public void close() {
    echoes4.close();
    echoes6.close();
  }
}
