package org.popdns.health.probe.http;

import io.netty.util.NetUtil;
import java.util.Optional;
import java.util.function.Consumer;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.health.probe.ConnectionRun;
import org.popdns.health.probe.Errand;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.ProbeRunner;
import org.popdns.health.probe.ProbeTools;
import org.popdns.health.probe.Prober;
import org.popdns.health.probe.Security;

/** Probes over HTTP: a connection for each. No state of its own. */
public final class HttpRunner implements ProbeRunner<HttpProbe> {
  private final ProbeTools tools;

  /** With what the probes share. */
  public HttpRunner(ProbeTools tools) {
    this.tools = tools;
  }

  @Override
  public Class<HttpProbe> kind() {
    return HttpProbe.class;
  }

  @Override
  public Prober.Running start(HttpProbe probe, Errand errand, Consumer<ProbeOutcome> whenDone) {
    Optional<Security> security =
        probe
            .tls()
            .map(
                trust ->
                    new Security(
                        trust,
                        probe
                            .serverName()
                            .orElseGet(() -> NetUtil.toAddressString(errand.address()))));
    ConnectionRun run =
        new ConnectionRun(
            tools,
            probe.port(),
            errand,
            security,
            new HttpConversation(probe, errand.address()),
            whenDone);
    run.begin();
    return run;
  }
}
