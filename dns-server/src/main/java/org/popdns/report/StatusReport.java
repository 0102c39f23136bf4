package org.popdns.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.config.write.AddressFormat;
import org.popdns.health.CanaryState;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.SelfDoubt;
import org.popdns.publish.BrokenZones;
import org.popdns.publish.PlanState;
import org.popdns.publish.Reloader;
import org.popdns.publish.ServedConfiguration;
import org.popdns.snapshot.CompiledZone;
import org.popdns.state.store.ConfigurationStore;
import org.popdns.status.NodeStatus;
import org.popdns.steering.SteeringDecision;
import org.popdns.transport.Transport;

/**
 * The parts of a {@link NodeStatus}, each from what its room holds. Made anew for each request by
 * the thread that serves it; pure functions.
 */
public final class StatusReport {

  private StatusReport() {}

  /** How it is reached. */
  public static NodeStatus.Transport transport(Transport served) {
    return new NodeStatus.Transport(
        served.name(),
        served.obstacle(),
        served.addresses().stream().map(AddressFormat::of).toList(),
        served.workers(),
        served.placement() == Placement.PINNED,
        served.receiveBufferBytes());
  }

  /**
   * What configuration is served, what became of the last attempt to take the files up, and what is
   * stored.
   *
   * @param storeFailure why what was accepted last is not stored
   */
  public static NodeStatus.Configuration configuration(
      Path file,
      ServedConfiguration served,
      Reloader.Attempt lastAttempt,
      List<ConfigurationStore.Entry> stored,
      Optional<String> storeFailure) {
    return new NodeStatus.Configuration(
        file.toString(),
        served.origin().label(),
        served.number(),
        served.since(),
        BrokenZones.told(served.configuration()),
        BrokenZones.leftOut(served.configuration()),
        new NodeStatus.Load(lastAttempt.at(), lastAttempt.failure()),
        stored.stream()
            .map(
                entry ->
                    new NodeStatus.Stored(
                        entry.number(),
                        entry.storedAt(),
                        entry.zones(),
                        entry.recordSets(),
                        entry.smaller()))
            .toList(),
        storeFailure);
  }

  /** The zones. */
  public static List<NodeStatus.Zone> zones(List<CompiledZone> zones) {
    return zones.stream()
        .map(
            zone ->
                new NodeStatus.Zone(
                    zone.origin().toString(),
                    zone.isFailed()
                        ? Optional.empty()
                        : Optional.of(
                            new NodeStatus.ZoneData(
                                zone.serial(), zone.nameCount(), zone.sizeBytes()))))
        .toList();
  }

  /** What the plans answer with. */
  public static List<NodeStatus.Cluster> clusters(List<PlanState> plans) {
    return plans.stream()
        .flatMap(state -> state.regions().stream().map(region -> cluster(state, region)))
        .toList();
  }

  private static NodeStatus.Cluster cluster(PlanState state, PlanState.Region region) {
    SteeringDecision decision = region.decision();
    return new NodeStatus.Cluster(
        state.plan().name(),
        decision.pool(),
        decision.reason().label(),
        decision.because(),
        region.since(),
        decision.answering().stream().map(kept -> AddressFormat.of(kept.address())).toList(),
        decision.considered().stream()
            .map(
                tally ->
                    new NodeStatus.Tally(
                        tally.pool(), tally.hosts(), tally.healthy(), tally.needed()))
            .toList());
  }

  /** The endpoints behind the plans, of the pools that are tried here. */
  public static List<NodeStatus.Endpoint> endpoints(List<PlanState> plans, HealthSnapshot health) {
    List<NodeStatus.Endpoint> endpoints = new ArrayList<>();
    for (PlanState state : plans) {
      for (Pool pool : state.tried()) {
        for (Pool.Host host : pool.hosts()) {
          for (Endpoint endpoint : host.endpoints()) {
            endpoints.add(
                endpoint(
                    state.plan().name(),
                    pool.name(),
                    host.name(),
                    endpoint,
                    health.state(endpoint)));
          }
        }
      }
    }
    return endpoints;
  }

  private static NodeStatus.Endpoint endpoint(
      String plan, String pool, String host, Endpoint endpoint, Optional<EndpointState> known) {
    return new NodeStatus.Endpoint(
        plan,
        pool,
        host,
        AddressFormat.of(endpoint.address()),
        endpoint.check().name(),
        known.map(state -> EndpointStatus.label(state.status())).orElse("unknown"),
        known.map(
            state ->
                new NodeStatus.Probed(
                    state.since(),
                    state.reason(),
                    state.streak(),
                    state.isKept(),
                    state.lastProbe(),
                    state.lastProbeDuration(),
                    state.probes(),
                    state.failures())));
  }

  /** What the health checker thinks of itself, and whom it asks. */
  public static NodeStatus.Checker checker(HealthSnapshot health, List<CanaryState> canaries) {
    return new NodeStatus.Checker(
        doubt(health),
        canaries.stream()
            .map(
                canary ->
                    new NodeStatus.Canary(
                        AddressFormat.of(canary.canary().tcp()),
                        EndpointStatus.label(canary.status()),
                        canary.since(),
                        canary.reason()))
            .toList());
  }

  /** What the health checker thinks of itself. */
  public static NodeStatus.Doubt doubt(HealthSnapshot health) {
    SelfDoubt doubt = health.selfDoubt();
    return new NodeStatus.Doubt(
        health.keptCount(),
        doubt
            .freeze()
            .map(freeze -> new NodeStatus.Freeze(freeze.since(), freeze.until(), freeze.reason())),
        doubt
            .last()
            .map(last -> new NodeStatus.Verdict(last.kind().label(), last.at(), last.text())));
  }
}
