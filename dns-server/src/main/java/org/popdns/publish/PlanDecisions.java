package org.popdns.publish;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.events.Journal;
import org.popdns.health.HealthSnapshot;
import org.popdns.region.RegionTables;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.RegionTable;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.steering.CapacityLimits;
import org.popdns.steering.CapacityReturn;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringPolicy;
import org.popdns.time.Moment;

/**
 * What each plan answers with, and what that puts into its slots. A new configuration decides all
 * of them; news of health decides those that the changed endpoints belong to, and encodes the slots
 * of those whose answers change. Used by the publisher's thread alone; what it gave away does not
 * change any more.
 */
final class PlanDecisions {

  private final SlotDirectory slots;
  private final DecisionDirectory kinds;
  private final Journal journal;
  private SteeringPolicy policy = new SteeringPolicy(Optional.empty());
  private Optional<String> site = Optional.empty();
  private RegionTables regions = RegionTables.NONE;
  private Map<String, PlanState> states = Map.of();
  private Map<String, CapacityReturn> returns = Map.of();
  private HealthSnapshot decidedBy = HealthSnapshot.EMPTY;
  private Map<Endpoint, Set<String>> plansOf = Map.of();
  private Map<String, List<Integer>> slotsOf = Map.of();
  private List<SlotKey> keys = List.of();
  private MemorySegment[] sets = new MemorySegment[0];
  private @Nullable RegionTable[] tables = new RegionTable[0];

  PlanDecisions(SlotDirectory slots, DecisionDirectory kinds, Journal journal) {
    this.journal = journal;
    this.slots = slots;
    this.kinds = kinds;
  }

  /** What each plan answers with, in the order of the file. */
  Map<String, PlanState> states() {
    return states;
  }

  /** What is in the slots. */
  HealthAnswers answers() {
    return new HealthAnswers(sets, tables);
  }

  /** Decides every plan of a configuration and encodes every slot. */
  void decideAll(
      Configuration next, HealthSnapshot health, RegionTables tablesOfPlans, Moment now) {
    site = next.server().site();
    regions = tablesOfPlans;
    policy = new SteeringPolicy(site);
    Collection<SteeringPlan> plans = next.plans().values();
    Map<String, PlanState> former = states;
    states = new LinkedHashMap<>();
    Map<String, CapacityReturn> formerReturns = returns;
    returns = new HashMap<>();
    plans.forEach(plan -> keepReturn(plan, formerReturns));
    decidedBy = health;
    plans.forEach(plan -> decide(plan, health, Optional.ofNullable(former.get(plan.name())), now));
    plansOf = plansOf(plans);
    keys = slots.keys();
    sets = new MemorySegment[keys.size()];
    slotsOf = new HashMap<>();
    for (int slot = 0; slot < sets.length; slot++) {
      slotsOf.computeIfAbsent(keys.get(slot).plan(), c -> new ArrayList<>()).add(slot);
      sets[slot] = encode(keys.get(slot));
    }
    takeTables();
  }

  /**
   * Tells clients apart by other tables of the same plans; decides those anew of which these have
   * other kinds of clients.
   */
  void follow(RegionTables tablesOfPlans, Moment now) {
    RegionTables before = regions;
    regions = tablesOfPlans;
    Set<String> concerned = new LinkedHashSet<>();
    states.forEach(
        (name, state) -> {
          if (!before.regions(state.plan(), site).equals(regions.regions(state.plan(), site))) {
            concerned.add(name);
          }
        });
    var _ = decideAnew(concerned, decidedBy, now);
    takeTables();
  }

  private void takeTables() {
    tables = new RegionTable[keys.size()];
    for (int slot = 0; slot < tables.length; slot++) {
      PlanState state = states.get(keys.get(slot).plan());
      tables[slot] = state == null ? null : regions.of(state.plan(), site).orElse(null);
    }
  }

  private static Map<Endpoint, Set<String>> plansOf(Collection<SteeringPlan> plans) {
    Map<Endpoint, Set<String>> found = new HashMap<>();
    for (SteeringPlan plan : plans) {
      for (Pool pool : plan.pools().values()) {
        pool.endpoints()
            .forEach(
                endpoint ->
                    found.computeIfAbsent(endpoint, e -> new LinkedHashSet<>()).add(plan.name()));
      }
    }
    return found;
  }

  /**
   * Decides the plans that some endpoints belong to.
   *
   * @return true if any is answered otherwise than before
   */
  boolean decide(Set<Endpoint> changed, HealthSnapshot health, Moment now) {
    Set<String> concerned = new LinkedHashSet<>();
    changed.forEach(endpoint -> concerned.addAll(plansOf.getOrDefault(endpoint, Set.of())));
    if (concerned.isEmpty()) {
      return false;
    }
    decidedBy = health;
    return decideAnew(concerned, health, now);
  }

  private void keepReturn(SteeringPlan plan, Map<String, CapacityReturn> former) {
    if (plan.hasCapacities()) {
      returns.put(plan.name(), former.getOrDefault(plan.name(), CapacityReturn.NONE));
    }
  }

  /** True if pools take load back, so that {@link #step} has something to do after a while. */
  boolean isTakingBack() {
    return states.values().stream().anyMatch(state -> !state.limits().byPool().isEmpty());
  }

  /**
   * Lets pools take back what they may by now.
   *
   * @return true if any plan is answered otherwise than before
   */
  boolean step(Moment now) {
    Set<String> concerned = new LinkedHashSet<>();
    states.forEach(
        (name, state) -> {
          if (!state.limits().byPool().isEmpty()) {
            concerned.add(name);
          }
        });
    return decideAnew(concerned, decidedBy, now);
  }

  private boolean decideAnew(Set<String> concerned, HealthSnapshot health, Moment now) {
    Map<String, PlanState> former = states;
    states = new LinkedHashMap<>(former);
    List<String> answeredOtherwise = new ArrayList<>();
    for (String name : concerned) {
      PlanState state = former.get(name);
      if (state != null) {
        PlanState after = decide(state.plan(), health, Optional.of(state), now);
        if (!sameAnswers(state.decisions(), after.decisions())) {
          answeredOtherwise.add(name);
        }
      }
    }
    if (!answeredOtherwise.isEmpty()) {
      sets = sets.clone();
      for (String name : answeredOtherwise) {
        for (int slot : slotsOf.getOrDefault(name, List.of())) {
          sets[slot] = encode(keys.get(slot));
        }
      }
    }
    return !answeredOtherwise.isEmpty();
  }

  private static boolean sameAnswers(List<SteeringDecision> before, List<SteeringDecision> after) {
    if (before.size() != after.size()) {
      return false;
    }
    for (int region = 0; region < after.size(); region++) {
      SteeringDecision then = before.get(region);
      SteeringDecision now = after.get(region);
      if (!now.shares().equals(then.shares()) || now.isDegraded() != then.isDegraded()) {
        return false;
      }
    }
    return true;
  }

  private PlanState decide(
      SteeringPlan plan, HealthSnapshot health, Optional<PlanState> former, Moment now) {
    FormerRegions formerRegions = new FormerRegions(former);
    List<PlanState.Region> decided = new ArrayList<>();
    List<SteeringDecision> news = new ArrayList<>();
    CapacityLimits limits = CapacityLimits.NONE;
    CapacityReturn before = returns.get(plan.name());
    if (before != null) {
      CapacityReturn after = before.next(SteeringPolicy.there(plan, health), now.nanos());
      returns.put(plan.name(), after);
      limits = after.limits(now.nanos());
    }
    for (SteeringDecision decision :
        policy.decide(plan, regions.regions(plan, site), health, limits)) {
      Optional<PlanState.Region> like = formerRegions.like(decision);
      if (like.isPresent() && like.get().decision().choosesAs(decision)) {
        decided.add(new PlanState.Region(decision, like.get().since()));
      } else {
        decided.add(new PlanState.Region(decision, now));
        if (like.isPresent() || !decision.isUsual()) {
          news.add(decision);
        }
      }
    }
    if (!news.isEmpty()) {
      DecisionEvents.of(news, decided.size(), now.at()).forEach(journal::add);
    }
    PlanState state = new PlanState(plan, decided, limits);
    states.put(plan.name(), state);
    return state;
  }

  private MemorySegment encode(SlotKey key) {
    PlanState state = states.get(key.plan());
    if (state == null) {
      // A plan of a former configuration, which no zone names any more.
      return Slot.of(key.type(), key.ttlSeconds(), List.of(), 0);
    }
    List<SteeringDecision> decisions = state.decisions();
    return SlotRecords.encode(key, state.plan(), decisions, kinds::indexOf);
  }
}
