package org.popdns.health;

import java.util.List;
import org.popdns.health.probe.ProbeRunner;
import org.popdns.health.probe.ProbeTools;
import org.popdns.health.probe.http.HttpRunner;
import org.popdns.health.probe.icmp.EchoSockets;
import org.popdns.health.probe.icmp.IcmpRunner;
import org.popdns.health.probe.tcp.TcpRunner;

/** Who runs each kind of probe. Stateless. */
public final class ProbeRunners {

  private ProbeRunners() {}

  /**
   * A runner for each kind.
   *
   * @param tools what they share; the caller closes them, after the runners
   * @param echoes by what ICMP probes are made
   */
  public static List<ProbeRunner<?>> all(ProbeTools tools, EchoSockets echoes) {
    return List.of(new HttpRunner(tools), new TcpRunner(tools), new IcmpRunner(tools, echoes));
  }
}
