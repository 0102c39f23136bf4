package org.popdns.report.metrics;

import java.util.List;
import org.popdns.status.NodeStatus;

/** The node as a whole. */
record NodeMetrics(NodeStatus status) implements MetricSource {

  private static final Family BUILD =
      Family.info("popdns_build", "The version that runs.", "version", "java");
  private static final Family READY = Family.gauge("popdns_ready", "1 while /readyz is 200.");

  static final List<Family> FAMILIES = List.of(BUILD, READY);

  @Override
  public void addTo(Exposition exposition) {
    exposition.add(BUILD, 1, status.identity().version(), Runtime.version().toString());
    exposition.add(READY, status.isReady() ? 1 : 0);
  }
}
