package org.popdns.config.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How answers follow health: rules name pools, pools consist of endpoints. The one form of whatever
 * a file says about it; what is probed, decided, exported, compared and explained is read from
 * here. The same at every node: a rule says where it holds.
 *
 * @param name what record sets, slots, decisions and metrics call it, unique in a configuration:
 *     the name of the cluster that it comes from
 * @param check how its endpoints are probed, but for what a single one's check says otherwise
 * @param rules the first that holds for a node and a client is followed; the pools they name exist
 * @param pools by their names, in the order of the file
 * @param whenBelow what a site does when the first pool of its rule is below its minimum
 * @param ttl how long its answers may be kept
 */
public record SteeringPlan(
    String name,
    Check check,
    List<SteeringRule> rules,
    Map<String, Pool> pools,
    WhenBelow whenBelow,
    AnswerTtl ttl) {

  /**
   * Copies the list and the map; the copy keeps the order.
   *
   * @throws IllegalArgumentException if a rule names a pool that is not there
   */
  public SteeringPlan {
    rules = List.copyOf(rules);
    pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
    for (SteeringRule rule : rules) {
      for (String pool : rule.pools()) {
        if (!pools.containsKey(pool)) {
          throw new IllegalArgumentException("plan " + name + " has no pool " + pool);
        }
      }
    }
  }

  /** A plan whose answers are kept as long as the records say. */
  public SteeringPlan(
      String name,
      Check check,
      List<SteeringRule> rules,
      Map<String, Pool> pools,
      WhenBelow whenBelow) {
    this(name, check, rules, pools, whenBelow, AnswerTtl.OF_RECORDS);
  }

  /** What pools can carry of which somebody says so, by the pools' names. */
  public Map<String, Capacity> capacities() {
    Map<String, Capacity> declared = new LinkedHashMap<>();
    pools.forEach((pool, of) -> of.capacity().ifPresent(capacity -> declared.put(pool, capacity)));
    return declared;
  }

  /** What comes to rules of which somebody says so, by the rules' first pools, in their order. */
  public Map<String, List<Long>> loads() {
    Map<String, List<Long>> declared = new LinkedHashMap<>();
    for (SteeringRule rule : rules) {
      rule.load()
          .ifPresent(
              load ->
                  declared
                      .computeIfAbsent(rule.pools().getFirst(), pool -> new ArrayList<>())
                      .add(load));
    }
    return declared;
  }

  /** True if it is known of some pool what it can carry, so that load is passed on. */
  public boolean hasCapacities() {
    return pools.values().stream().anyMatch(pool -> pool.capacity().isPresent());
  }

  /**
   * What bounds the TTL by the checks of its endpoints, in seconds.
   *
   * @return empty if it is not to be bounded so, or nothing is probed
   */
  public OptionalLong autoTtlSeconds() {
    return ttl.basis() == AnswerTtl.Basis.RECORDS
        ? OptionalLong.empty()
        : pools.values().stream()
            .flatMap(pool -> pool.hosts().stream())
            .filter(host -> host.status() == HostStatus.OBEY)
            .flatMap(host -> host.endpoints().stream())
            .mapToLong(endpoint -> AnswerTtl.autoSeconds(endpoint.check().timing()))
            .min();
  }

  /**
   * The rules that a node follows, in their order, as far as a client can come: behind a rule for
   * everybody there is none.
   *
   * @param site where the node stands; empty if it has no site
   */
  public List<SteeringRule> rulesAt(Optional<String> site) {
    List<SteeringRule> held = new ArrayList<>();
    for (SteeringRule rule : rules) {
      if (rule.holdsAt(site)) {
        held.add(rule);
        if (rule.clients().isEverybody()) {
          break;
        }
      }
    }
    return held;
  }

  /**
   * The kinds of clients that a node tells apart wherever they are: one for each of its {@link
   * #rulesAt rules}, in their order, with the pools as the rule names them, and behind these one
   * for clients that no rule holds for, if there can be any. A rule that goes by distance has more,
   * of clients whose coordinates are known.
   *
   * @param site where the node stands; empty if it has no site
   */
  public List<PlanRegion> regionsAt(Optional<String> site) {
    List<PlanRegion> regions = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      SteeringRule rule = rules.get(i);
      if (rule.holdsAt(site)) {
        regions.add(new PlanRegion(i + 1, rule.pools()));
        if (rule.clients().isEverybody()) {
          return regions;
        }
      }
    }
    regions.add(PlanRegion.WITHOUT_RULE);
    return regions;
  }

  /** True if a rule tries the nearest pool first. */
  public boolean goesByDistance() {
    return rules.stream().anyMatch(rule -> rule.order() == PoolOrder.NEAREST);
  }

  /** Where a rule's pools are, in its order. */
  public List<Optional<Location>> locationsOf(SteeringRule rule) {
    return poolsOf(rule).stream().map(Pool::location).toList();
  }

  /** The pools of a rule, the first to be tried first. */
  public List<Pool> poolsOf(SteeringRule rule) {
    return rule.pools().stream().flatMap(pool -> pool(pool).stream()).toList();
  }

  /**
   * All pools that a node may answer from, each once: by the order of the rules, then as each rule
   * tries them.
   *
   * @param site where the node stands; empty if it has no site
   */
  public List<Pool> poolsAt(Optional<String> site) {
    return rulesAt(site).stream().flatMap(rule -> poolsOf(rule).stream()).distinct().toList();
  }

  /**
   * How many hosts pools must have healthy, each number or share once, in the order of the pools.
   */
  public List<MinimumHealthy> minima() {
    return pools.values().stream().map(Pool::minimumHealthy).distinct().toList();
  }

  /**
   * What answers have of pools, each once, in the order of the pools; those without hosts have no
   * say.
   */
  public List<PoolChoice> choices() {
    return pools.values().stream()
        .filter(pool -> !pool.hosts().isEmpty())
        .map(Pool::choice)
        .distinct()
        .toList();
  }

  /** A pool by its name; empty if the plan has none of that name. */
  public Optional<Pool> pool(String name) {
    return Optional.ofNullable(pools.get(name));
  }
}
