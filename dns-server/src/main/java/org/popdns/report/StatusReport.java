package org.popdns.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.HostStatus;
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
import org.popdns.steering.SteeringDecision.PoolTally;
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

  /** What the plans answer with that answer everybody from this site or those that stand in. */
  public static List<NodeStatus.Cluster> clusters(List<PlanState> plans) {
    return plans.stream()
        .filter(PlanState::isOfSite)
        .map(state -> cluster(state, state.regions().getFirst()))
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
        tallies(decision.considered()));
  }

  private static List<NodeStatus.Tally> tallies(List<PoolTally> tallies) {
    return tallies.stream()
        .map(
            tally ->
                new NodeStatus.Tally(tally.pool(), tally.hosts(), tally.healthy(), tally.needed()))
        .toList();
  }

  /** What the other plans answer with. */
  public static List<NodeStatus.Plan> plans(List<PlanState> plans) {
    return plans.stream().filter(state -> !state.isOfSite()).map(StatusReport::plan).toList();
  }

  private record SharedAnswer(
      SteeringDecision.Reason reason, String pool, boolean ofSite, Instant since) {}

  private static NodeStatus.Plan plan(PlanState state) {
    Map<SharedAnswer, List<SteeringDecision>> shared = new LinkedHashMap<>();
    Set<PoolTally> pools = new LinkedHashSet<>();
    for (PlanState.Region region : state.regions()) {
      SteeringDecision decision = region.decision();
      pools.addAll(decision.considered());
      shared
          .computeIfAbsent(
              new SharedAnswer(
                  decision.reason(),
                  decision.pool(),
                  decision.ownSite().isPresent(),
                  region.since()),
              a -> new ArrayList<>())
          .add(decision);
    }
    List<NodeStatus.Answer> answers = new ArrayList<>();
    shared.forEach((same, decisions) -> answers.add(answer(same.since, decisions)));
    return new NodeStatus.Plan(state.plan().name(), answers, tallies(List.copyOf(pools)));
  }

  private static NodeStatus.Answer answer(Instant since, List<SteeringDecision> decisions) {
    SteeringDecision first = decisions.getFirst();
    List<ClientCondition> clients =
        decisions.stream().flatMap(decision -> decision.clients().stream()).toList();
    return new NodeStatus.Answer(
        decisions.stream().map(SteeringDecision::rule).toList(),
        clients.isEmpty() ? "all others" : ClientWords.briefly(clients),
        first.pool(),
        first.reason().label(),
        first.because(),
        since,
        first.answering().stream().map(kept -> AddressFormat.of(kept.address())).toList());
  }

  /** The endpoints behind the plans, of the pools that are tried here. */
  public static List<NodeStatus.Endpoint> endpoints(List<PlanState> plans, HealthSnapshot health) {
    List<NodeStatus.Endpoint> endpoints = new ArrayList<>();
    for (PlanState state : plans) {
      for (Pool pool : state.tried()) {
        for (Pool.Host host : pool.hosts()) {
          for (Endpoint endpoint : host.endpoints()) {
            endpoints.add(
                endpoint(state.plan().name(), pool.name(), host, endpoint, health.state(endpoint)));
          }
        }
      }
    }
    return endpoints;
  }

  private static NodeStatus.Endpoint endpoint(
      String plan, String pool, Pool.Host host, Endpoint endpoint, Optional<EndpointState> state) {
    Optional<EndpointState> known = host.status() == HostStatus.OBEY ? state : Optional.empty();
    return new NodeStatus.Endpoint(
        plan,
        pool,
        host.name(),
        AddressFormat.of(endpoint.address()),
        endpoint.check().name(),
        EndpointStatus.label(host, known),
        host.status() != HostStatus.OBEY,
        known.map(
            probed ->
                new NodeStatus.Probed(
                    probed.since(),
                    probed.reason(),
                    probed.streak(),
                    probed.isKept(),
                    probed.lastProbe(),
                    probed.lastProbeDuration(),
                    probed.probes(),
                    probed.failures())));
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
