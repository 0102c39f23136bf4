package org.popdns.health.probe.tcp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.health.probe.ConnectionRun;
import org.popdns.health.probe.Errand;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbeRunner;
import org.popdns.health.probe.ProbeTools;
import org.popdns.health.probe.Prober;

/** Probes by TCP connections. No state of its own. */
public final class TcpRunner implements ProbeRunner<TcpProbe> {
  private final ProbeTools tools;

  /** With what the probes share. */
  public TcpRunner(ProbeTools tools) {
    this.tools = tools;
  }

  @Override
  public Class<TcpProbe> kind() {
    return TcpProbe.class;
  }

  @Override
  public Prober.Running start(TcpProbe probe, Errand errand, Consumer<ProbeOutcome> whenDone) {
    ConnectionRun run =
        new ConnectionRun(
            tools,
            probe.port(),
            errand,
            Optional.empty(),
            (progress, end) -> List.of(new TcpHandshake(end)),
            whenDone);
    run.begin();
    return run;
  }
}
