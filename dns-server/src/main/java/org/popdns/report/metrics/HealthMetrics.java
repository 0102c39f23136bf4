package org.popdns.report.metrics;

import java.util.List;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.report.EndpointStatus;
import org.popdns.report.ProbeMetrics;
import org.popdns.status.NodeStatus;
import org.popdns.steering.SteeringDecision.Reason;

/** Probes, endpoints, the checker's doubt of itself, and what is answered where nothing is well. */
record HealthMetrics(
    List<NodeStatus.Endpoint> endpoints,
    List<NodeStatus.Cluster> clusters,
    List<NodeStatus.Plan> plans,
    NodeStatus.Checker checker,
    ProbeMetrics probes)
    implements MetricSource {

  private static final Family UP =
      Family.gauge(
          "popdns_health_endpoint_up",
          "1 if the endpoint is up, 0 if it is down or not known.",
          "cluster",
          "site",
          "member",
          "address",
          "check");
  private static final Family TRANSITIONS =
      Family.counter(
          "popdns_health_transitions",
          "Endpoints that went up or down; first results are not counted.",
          "to");
  private static final Family DURATION =
      Family.histogram(
          "popdns_health_probe_duration_seconds",
          "How long probes took, failed ones included.",
          "check");
  private static final Family VERDICTS =
      Family.counter(
          "popdns_health_verdicts",
          "Many endpoints failed at once: frozen, confirmed by a canary, recovered, or expired and"
              + " believed.",
          "verdict");
  private static final Family CANARY_UP =
      Family.gauge("popdns_health_canary_up", "1 if the canary answered the last time.", "canary");
  private static final Family SUSPICIOUS =
      Family.gauge(
          "popdns_health_suspicious",
          "1 while the checker suspects itself and keeps the last good state.");
  private static final Family FROZEN =
      Family.gauge(
          "popdns_health_frozen_endpoints", "Endpoints that are kept up although they fail.");
  private static final Family CAPACITY =
      Family.gauge(
          "popdns_steering_capacity",
          "What the pool is asked to carry at most now, of pools of declared capacity.",
          "cluster",
          "pool");
  private static final Family LOAD =
      Family.gauge(
          "popdns_steering_load",
          "What comes to the pool by the declared load of all rules.",
          "cluster",
          "pool");
  private static final Family FAIL_OPEN =
      Family.gauge(
          "popdns_steering_fail_open",
          "1 while no host of the cluster, or for some clients of the record, is healthy anywhere.",
          "cluster");

  static final List<Family> FAMILIES =
      List.of(
          UP,
          TRANSITIONS,
          DURATION,
          VERDICTS,
          CANARY_UP,
          SUSPICIOUS,
          FROZEN,
          CAPACITY,
          LOAD,
          FAIL_OPEN);

  @Override
  public void addTo(Exposition exposition) {
    for (NodeStatus.Endpoint endpoint : endpoints) {
      exposition.add(
          UP,
          isUp(endpoint.status()) ? 1 : 0,
          endpoint.cluster(),
          endpoint.site(),
          endpoint.host(),
          endpoint.address(),
          endpoint.check());
    }
    probes.transitions().forEach((to, count) -> exposition.add(TRANSITIONS, count, to));
    probes
        .durations()
        .forEach(
            (check, known) ->
                exposition.addHistogram(
                    DURATION,
                    ProbeMetrics.boundsSeconds(),
                    bucket -> known.bucket((int) bucket),
                    known.sumSeconds(),
                    check));
    for (SelfDoubt.Kind kind : SelfDoubt.Kind.values()) {
      exposition.add(VERDICTS, probes.verdicts(kind), kind.label());
    }
    for (NodeStatus.Canary canary : checker.canaries()) {
      exposition.add(CANARY_UP, isUp(canary.status()) ? 1 : 0, canary.tcp());
    }
    exposition.add(SUSPICIOUS, checker.doubt().freeze().isPresent() ? 1 : 0);
    exposition.add(FROZEN, checker.doubt().frozenEndpoints());
    clusters.forEach(cluster -> load(exposition, cluster.name(), cluster.sites()));
    plans.forEach(plan -> load(exposition, plan.name(), plan.pools()));
    for (NodeStatus.Cluster cluster : clusters) {
      boolean open = cluster.reason().equals(Reason.FAIL_OPEN.label());
      exposition.add(FAIL_OPEN, open ? 1 : 0, cluster.name());
    }
    for (NodeStatus.Plan plan : plans) {
      boolean open =
          plan.answers().stream()
              .anyMatch(answer -> answer.reason().equals(Reason.FAIL_OPEN.label()));
      exposition.add(FAIL_OPEN, open ? 1 : 0, plan.name());
    }
  }

  private static void load(Exposition exposition, String plan, List<NodeStatus.Tally> pools) {
    for (NodeStatus.Tally tally : pools) {
      tally
          .load()
          .ifPresent(
              load -> {
                exposition.add(CAPACITY, load.available(), plan, tally.site());
                exposition.add(LOAD, load.carried(), plan, tally.site());
              });
    }
  }

  private static boolean isUp(String status) {
    return status.equals(EndpointStatus.label(Status.UP));
  }
}
