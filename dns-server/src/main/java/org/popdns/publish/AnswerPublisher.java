package org.popdns.publish;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.health.HealthSnapshot;
import org.popdns.name.DomainName;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.SnapshotPublisher;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.popdns.snapshot.compile.ZoneTooLargeException;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the root that workers answer from. A new configuration compiles its zones; a change of
 * health decides its plans anew and rewrites their slots only. Called by the thread that loads
 * configuration and by the health checker's thread, one at a time.
 */
public final class AnswerPublisher {

  private static final Logger log = LoggerFactory.getLogger(AnswerPublisher.class);

  private static final int ZONES_AT_ONCE = 256;

  private final SnapshotPublisher publisher;
  private final InstantSource clock;
  private final SlotDirectory slots = new SlotDirectory();
  private final DecisionDirectory decisions = new DecisionDirectory();

  private Optional<Configuration> configuration = Optional.empty();
  private @Nullable SteeringPolicy policy;
  private ZoneTable zones = ZoneTable.EMPTY;
  private volatile Set<String> ledTo = Set.of();
  private Map<String, PlanState> plans = Map.of();
  private MemorySegment[] sets = new MemorySegment[0];

  public AnswerPublisher(SnapshotPublisher publisher, InstantSource clock) {
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * A configuration made ready to be served.
   *
   * @param configuration what it says
   * @param zones its zones, compiled
   * @param ledTo the plans that names of its zones lead to
   * @param compiledCount how many of them had to be compiled
   */
  record Prepared(
      Configuration configuration, ZoneTable zones, Set<String> ledTo, int compiledCount) {}

  /**
   * Compiles the zones that differ from those that are served. Serves nothing yet.
   *
   * @throws ZonesTooLargeException if some can't be served
   */
  public Prepared prepare(Configuration configuration) throws ZonesTooLargeException {
    Map<DomainName, Zone> servedZones = served();
    ZoneTable servedTable = zones();
    List<Zone> next = configuration.zones();
    CompiledZone[] compiled = new CompiledZone[next.size()];
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < compiled.length; i++) {
      Zone zone = next.get(i);
      Zone former = servedZones.get(zone.origin());
      CompiledZone reusable = servedTable.zone(zone.origin());
      if (former != null && reusable != null && zone.hasSameData(former)) {
        compiled[i] = reusable;
      } else {
        changed.add(i);
      }
    }
    Map<DomainName, BrokenZone> tooLarge = new ConcurrentSkipListMap<>();
    // Several zones at once, each thread with memory that it uses for one after the other.
    IntStream.iterate(0, from -> from < changed.size(), from -> from + ZONES_AT_ONCE)
        .parallel()
        .forEach(
            from -> {
              ZoneCompiler compiler = new ZoneCompiler(slots);
              int to = Math.min(changed.size(), from + ZONES_AT_ONCE);
              for (int i : changed.subList(from, to)) {
                try {
                  compiled[i] = compiler.compile(next.get(i));
                } catch (ZoneTooLargeException e) {
                  DomainName origin = next.get(i).origin();
                  tooLarge.put(
                      origin,
                      new BrokenZone(
                          origin, String.valueOf(e.getMessage()), BrokenZone.Answer.SERVFAIL));
                }
              }
            });
    if (!tooLarge.isEmpty()) {
      throw new ZonesTooLargeException(List.copyOf(tooLarge.values()));
    }
    List<CompiledZone> all = new ArrayList<>(compiled.length + configuration.broken().size());
    Collections.addAll(all, compiled);
    configuration.failed().forEach(zone -> all.add(CompiledZone.failed(zone.origin())));
    Set<String> ledTo = new HashSet<>();
    next.forEach(zone -> ledTo.addAll(zone.recordSets().plans()));
    return new Prepared(configuration, new ZoneTable(all), ledTo, changed.size());
  }

  private synchronized Map<DomainName, Zone> served() {
    Map<DomainName, Zone> served = new HashMap<>();
    configuration.ifPresent(
        current -> current.zones().forEach(zone -> served.put(zone.origin(), zone)));
    return served;
  }

  /**
   * Serves a prepared configuration from now on.
   *
   * @param latestHealth asked while no {@link #update} can come between: one that came before would
   *     have been lost
   */
  public synchronized void serve(Prepared prepared, Supplier<HealthSnapshot> latestHealth) {
    Configuration next = prepared.configuration();
    configuration = Optional.of(next);
    zones = prepared.zones();
    ledTo = prepared.ledTo();
    policy = next.server().site().map(SteeringPolicy::new).orElse(null);
    HealthSnapshot health = latestHealth.get();
    Map<String, PlanState> former = plans;
    plans = new LinkedHashMap<>();
    for (SteeringPlan plan : next.plans().values()) {
      decide(plan, health, Optional.ofNullable(former.get(plan.name())));
    }
    List<SlotKey> keys = slots.keys();
    sets = new MemorySegment[keys.size()];
    for (int slot = 0; slot < sets.length; slot++) {
      sets[slot] = encode(keys.get(slot));
    }
    publish();
  }

  /** Answers by the endpoints' new health from now on. Before {@link #serve} it does nothing. */
  public synchronized void update(HealthSnapshot health) {
    boolean changed = false;
    for (PlanState state : List.copyOf(plans.values())) {
      SteeringDecision before = state.decision();
      SteeringDecision after = decide(state.plan(), health, Optional.of(state));
      if (!after.candidates().equals(before.candidates())
          || after.reason() != before.reason()
          || !after.pool().equals(before.pool())) {
        encodeSlotsOf(state.plan().name());
        changed = true;
      }
    }
    if (changed) {
      publish();
    }
  }

  /** What each plan answers with now, in the order of the file. */
  public synchronized List<PlanState> plans() {
    return List.copyOf(plans.values());
  }

  /** The zones that are served. */
  public synchronized ZoneTable zones() {
    return zones;
  }

  /** True if a name of a zone that is served leads to the plan. */
  public boolean leadsTo(String plan) {
    return ledTo.contains(plan);
  }

  /** The kinds of decisions that workers count by. */
  public List<DecisionDirectory.Kind> decisionKinds() {
    return decisions.kinds();
  }

  private SteeringDecision decide(
      SteeringPlan plan, HealthSnapshot health, Optional<PlanState> former) {
    SteeringPolicy steering = policy;
    if (steering == null) {
      throw new IllegalStateException("plans without a site");
    }
    SteeringDecision decision = steering.decide(plan, health);
    Instant since = clock.instant();
    if (former.isPresent() && sameRule(former.get().decision(), decision)) {
      since = former.get().since();
    } else {
      logChange(decision, former.isEmpty());
    }
    plans.put(plan.name(), new PlanState(plan, decision, since));
    return decision;
  }

  private static boolean sameRule(SteeringDecision a, SteeringDecision b) {
    return a.reason() == b.reason() && a.pool().equals(b.pool());
  }

  private static void logChange(SteeringDecision decision, boolean first) {
    String line =
        "cluster %s is answered from %s (%s): %s; %d of %d hosts of this site are healthy, %d needed"
            .formatted(
                decision.plan(),
                decision.pool(),
                decision.reason().label(),
                decision.reason().text(),
                decision.firstChoice().healthy(),
                decision.firstChoice().hosts(),
                decision.firstChoice().needed());
    switch (decision.reason()) {
      case OWN_SITE -> {
        if (first) {
          log.debug("{}", line);
        } else {
          log.info("{}", line);
        }
      }
      case FALLBACK, BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM -> log.warn("{}", line);
      case FAIL_OPEN -> log.error("{}", line);
    }
  }

  private void encodeSlotsOf(String plan) {
    List<SlotKey> keys = slots.keys();
    sets = sets.clone();
    for (int slot = 0; slot < keys.size(); slot++) {
      if (keys.get(slot).plan().equals(plan)) {
        sets[slot] = encode(keys.get(slot));
      }
    }
  }

  private MemorySegment encode(SlotKey key) {
    PlanState state = plans.get(key.plan());
    if (state == null) {
      // A plan of a former configuration, which no zone names any more.
      return Slot.of(key.type(), key.ttlSeconds(), List.of(), 0);
    }
    return SlotRecords.encode(key, state.decision(), decisions.indexOf(state.decision()));
  }

  private void publish() {
    publisher.publish(new Snapshot(zones, new HealthAnswers(sets)));
  }
}
