package org.popdns.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.DynamicPlans;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.PlaceSettings;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.config.write.AddressFormat;
import org.popdns.health.CanaryState;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.SelfDoubt;
import org.popdns.place.Database;
import org.popdns.publish.BrokenZones;
import org.popdns.publish.PlaceDatabases;
import org.popdns.publish.PlanState;
import org.popdns.publish.Reloader;
import org.popdns.publish.Served;
import org.popdns.publish.ServedConfiguration;
import org.popdns.publish.StoredConfiguration;
import org.popdns.record.RdataText;
import org.popdns.snapshot.CompiledZone;
import org.popdns.status.NodeStatus;
import org.popdns.status.Since;
import org.popdns.steering.AnswerTtls;
import org.popdns.steering.LoadNumbers;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.time.Moment;
import org.popdns.transport.Transport;

/**
 * The parts of a {@link NodeStatus}, each from what its room holds. Made anew for each request by
 * the thread that serves it; nothing in it changes.
 *
 * @param nowNanos the monotonic clock at the request, by which all ages are told
 */
public record StatusReport(long nowNanos) {

  /** How it is reached. */
  public NodeStatus.Transport transport(Transport served) {
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
  public NodeStatus.Configuration configuration(
      Path file,
      ServedConfiguration served,
      Reloader.Attempt lastAttempt,
      List<StoredConfiguration> stored,
      Optional<String> storeFailure) {
    return new NodeStatus.Configuration(
        file.toString(),
        served.origin().label(),
        served.number(),
        since(served.since()),
        BrokenZones.told(served.configuration()),
        BrokenZones.leftOut(served.configuration()),
        new NodeStatus.Load(since(lastAttempt.at()), lastAttempt.failure()),
        stored.stream()
            .map(
                kept ->
                    new NodeStatus.Stored(
                        kept.entry().number(),
                        since(kept.at()),
                        kept.entry().zones(),
                        kept.entry().recordSets(),
                        kept.entry().smaller()))
            .toList(),
        storeFailure);
  }

  /** The zones. */
  public List<NodeStatus.Zone> zones(List<CompiledZone> zones) {
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
  public List<NodeStatus.Cluster> clusters(List<PlanState> plans, Configuration configuration) {
    return plans.stream()
        .filter(PlanState::isOfSite)
        .map(state -> cluster(state, state.regions().getFirst(), configuration))
        .toList();
  }

  private NodeStatus.Cluster cluster(
      PlanState state, PlanState.Region region, Configuration configuration) {
    SteeringDecision decision = region.decision();
    return new NodeStatus.Cluster(
        state.plan().name(),
        decision.pool(),
        decision.reason().label(),
        decision.because(),
        since(region.since()),
        addresses(decision, configuration),
        tallies(decision.considered()),
        spread(decision));
  }

  private static NodeStatus.Spread spread(SteeringDecision decision) {
    AnswerTtls ttls = AnswerTtls.of(decision);
    return new NodeStatus.Spread(
        LoadNumbers.shares(decision).stream()
            .map(share -> new NodeStatus.Share(share.pool(), share.percent()))
            .toList(),
        ttls.most().stream().boxed().findFirst(),
        ttls.reason());
  }

  private static List<NodeStatus.Tally> tallies(List<PoolTally> tallies) {
    return tallies.stream()
        .map(
            tally ->
                new NodeStatus.Tally(
                    tally.pool(),
                    tally.hosts(),
                    tally.healthy(),
                    tally.needed(),
                    tally
                        .load()
                        .map(
                            load ->
                                new NodeStatus.PoolLoad(
                                    LoadNumbers.whole(load.full()),
                                    LoadNumbers.whole(load.available()),
                                    LoadNumbers.whole(load.carried())))))
        .toList();
  }

  /** What the other plans answer with. */
  public List<NodeStatus.Plan> plans(List<PlanState> plans, Configuration configuration) {
    return plans.stream()
        .filter(state -> !state.isOfSite())
        .map(state -> plan(state, configuration))
        .toList();
  }

  private record SharedAnswer(
      SteeringDecision.Reason reason,
      String pool,
      boolean ofSite,
      Moment since,
      NodeStatus.Spread spread) {}

  private NodeStatus.Plan plan(PlanState state, Configuration configuration) {
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
                  region.since(),
                  spread(decision)),
              a -> new ArrayList<>())
          .add(decision);
    }
    List<NodeStatus.Answer> answers = new ArrayList<>();
    shared.forEach((same, decisions) -> answers.add(answer(same.since, decisions, configuration)));
    return new NodeStatus.Plan(state.plan().name(), answers, tallies(List.copyOf(pools)));
  }

  private NodeStatus.Answer answer(
      Moment since, List<SteeringDecision> decisions, Configuration configuration) {
    SteeringDecision first = decisions.getFirst();
    // The clients of a rule that goes by distance are of many regions.
    List<Integer> numbers = decisions.stream().map(SteeringDecision::rule).distinct().toList();
    List<SteeringRule> rules =
        numbers.stream()
            .filter(number -> number > 0)
            .map(number -> first.plan().rules().get(number - 1))
            .toList();
    return new NodeStatus.Answer(
        numbers,
        rules.isEmpty() ? "all others" : ClientWords.ofRules(rules),
        first.pool(),
        first.reason().label(),
        first.because(),
        since(since),
        addresses(first, configuration),
        spread(first));
  }

  private static List<String> addresses(SteeringDecision decision, Configuration configuration) {
    return ownValues(decision, configuration)
        .orElseGet(
            () -> decision.answering().stream().map(kept -> kept.target().toString()).toList());
  }

  /** What a record with a plan of its own answers in place of its pools' values; empty if these. */
  private static Optional<List<String>> ownValues(
      SteeringDecision decision, Configuration configuration) {
    return switch (decision.reason()) {
      case FAIL_OPEN, NO_RULE ->
          DynamicPlans.recordSet(configuration, decision.plan().name())
              .filter(set -> !set.lastResort().isEmpty())
              .map(
                  set ->
                      set.lastResort().stream()
                          .map(rdata -> RdataText.of(set.type(), rdata))
                          .toList());
      case OWN_SITE, FIRST_POOL, FALLBACK, SPILL, BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM ->
          Optional.empty();
    };
  }

  /** The endpoints behind the plans, of the pools that are tried here. */
  public List<NodeStatus.Endpoint> endpoints(List<PlanState> plans, HealthSnapshot health) {
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

  private NodeStatus.Endpoint endpoint(
      String plan, String pool, Pool.Host host, Endpoint endpoint, Optional<EndpointState> state) {
    Optional<EndpointState> known = host.status() == HostStatus.OBEY ? state : Optional.empty();
    return new NodeStatus.Endpoint(
        plan,
        pool,
        host.name(),
        endpoint.target().toString(),
        endpoint.check().name(),
        EndpointStatus.label(host, known),
        host.status() != HostStatus.OBEY,
        known.map(
            probed ->
                new NodeStatus.Probed(
                    since(probed.since()),
                    probed.reason(),
                    probed.streak(),
                    probed.isKept(),
                    probed.lastProbe().map(Moment::at),
                    probed.lastProbeDuration(),
                    probed.probes(),
                    probed.failures())));
  }

  /** What the health checker thinks of itself, and whom it asks. */
  public NodeStatus.Checker checker(HealthSnapshot health, List<CanaryState> canaries) {
    return new NodeStatus.Checker(
        doubt(health),
        canaries.stream()
            .map(
                canary ->
                    new NodeStatus.Canary(
                        AddressFormat.of(canary.canary().tcp()),
                        EndpointStatus.label(canary.status()),
                        since(canary.since()),
                        canary.reason()))
            .toList());
  }

  /** How it is known where clients are. */
  public NodeStatus.Places places(Served served, PlaceDatabases databases) {
    PlaceSettings settings = served.configuration().server().places();
    return new NodeStatus.Places(
        settings.prefixes().size(),
        settings
            .prefixFile()
            .map(
                file ->
                    new NodeStatus.PrefixFile(file.toString(), since(databases.prefixesSince()))),
        served.regions().sizeBytes(),
        databases.states().stream()
            .map(
                state ->
                    new NodeStatus.Database(
                        state.file().toString(),
                        state.database().map(database -> content(database, state.since())),
                        state.failure()))
            .toList());
  }

  private NodeStatus.DatabaseContent content(Database database, Moment since) {
    return new NodeStatus.DatabaseContent(
        database.type(),
        database.shape().label(),
        database.fields().stream().sorted().map(Database.Field::label).toList(),
        database.built(),
        since(since),
        database.networks());
  }

  /** What the health checker thinks of itself. */
  public NodeStatus.Doubt doubt(HealthSnapshot health) {
    SelfDoubt doubt = health.selfDoubt();
    return new NodeStatus.Doubt(
        health.keptCount(),
        doubt
            .freeze()
            .map(
                freeze ->
                    new NodeStatus.Freeze(
                        since(freeze.since()),
                        freeze.until().at(),
                        Optional.of(freeze.until().age(nowNanos).negated()),
                        freeze.reason())),
        doubt
            .last()
            .map(
                last ->
                    new NodeStatus.Verdict(last.kind().label(), since(last.at()), last.text())));
  }

  private Since since(Moment moment) {
    return new Since(moment.at(), Optional.of(moment.age(nowNanos)));
  }
}
