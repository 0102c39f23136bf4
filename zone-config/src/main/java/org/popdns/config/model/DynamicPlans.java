package org.popdns.config.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * Compiles octoDNS's dynamic records to plans: a rule tries its pool first, then what that falls
 * back to, and so on. Pure.
 */
public final class DynamicPlans {

  // No cluster has a space in its name.
  private static final char BEFORE_TYPE = ' ';

  private DynamicPlans() {}

  /**
   * The name of the plan of a record set.
   *
   * @param type its mnemonic
   */
  public static String name(DomainName owner, String type) {
    return DomainName.ofWire(owner.toLowerCaseWire()).toString() + BEFORE_TYPE + type;
  }

  /** True for the name of a record set's own plan, false for that of a cluster. */
  public static boolean isName(String plan) {
    return plan.indexOf(BEFORE_TYPE) >= 0;
  }

  /**
   * The record set whose own plan this is.
   *
   * @param plan the plan's name
   * @return empty if it is a cluster's, or no zone has such a set
   */
  public static Optional<RecordSet.Steered> recordSet(Configuration configuration, String plan) {
    int end = plan.indexOf(BEFORE_TYPE);
    Optional<RecordType> type =
        end < 0 ? Optional.empty() : RecordTypes.byMnemonic(plan.substring(end + 1));
    if (type.isEmpty()) {
      return Optional.empty();
    }
    DomainName owner = DomainName.parse(plan.substring(0, end));
    for (DomainName at = owner; ; at = at.parent()) {
      Optional<Zone> zone = configuration.zone(at);
      int index = zone.map(of -> of.recordSets().indexOf(owner, type.get().number())).orElse(-1);
      if (index >= 0
          && zone.orElseThrow().recordSets().get(index) instanceof RecordSet.Steered steered
          && steered.plan().equals(plan)) {
        return Optional.of(steered);
      }
      if (at.isRoot()) {
        return Optional.empty();
      }
    }
  }

  /**
   * A pool as the file says it.
   *
   * @param hosts one for each value
   * @param fallback the pool that is tried behind this one, which exists
   */
  public record DynamicPool(
      List<Pool.Host> hosts, Optional<String> fallback, PoolSettings settings) {

    /** Copies the list. */
    public DynamicPool {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * A rule as the file says it.
   *
   * @param sites where it holds; everywhere if there are none
   * @param pool the pool that is tried first, which exists
   * @param fallback what is tried behind it, in place of what its pool falls back to; these exist
   * @param load what comes to it at its peak; empty if nobody says
   * @param order in which all of these are tried
   */
  public record DynamicRule(
      Set<String> sites,
      ClientCondition clients,
      String pool,
      Optional<List<String>> fallback,
      Optional<Long> load,
      PoolOrder order) {

    /** Copies the set. */
    public DynamicRule {
      sites = Set.copyOf(sites);
    }
  }

  /**
   * The plan of a record set.
   *
   * @param name the plan's
   * @param pools by their names, in the order of the file
   * @param ttl how long its answers may be kept
   * @throws IllegalArgumentException if a rule or a fallback names a pool that is not there
   */
  public static SteeringPlan of(
      String name,
      Check check,
      Map<String, DynamicPool> pools,
      List<DynamicRule> rules,
      AnswerTtl ttl) {
    Map<String, Pool> made = new LinkedHashMap<>();
    pools.forEach((key, pool) -> made.put(key, pool.settings().pool(key, pool.hosts())));
    return new SteeringPlan(
        name,
        check,
        rules.stream()
            .map(
                rule ->
                    new SteeringRule(
                        rule.sites(),
                        rule.clients(),
                        chain(rule, pools),
                        rule.load(),
                        rule.order()))
            .toList(),
        made,
        WhenBelow.FALLBACK,
        ttl);
  }

  /** The pools that a rule tries, each once: fallbacks that go round end where they meet. */
  private static List<String> chain(DynamicRule rule, Map<String, DynamicPool> pools) {
    List<String> chain = new ArrayList<>(List.of(rule.pool()));
    if (rule.fallback().isPresent()) {
      chain.addAll(rule.fallback().get());
      return chain;
    }
    Optional<String> next = fallback(rule.pool(), pools);
    while (next.filter(pool -> !chain.contains(pool)).isPresent()) {
      chain.add(next.get());
      next = fallback(next.get(), pools);
    }
    return chain;
  }

  private static Optional<String> fallback(String pool, Map<String, DynamicPool> pools) {
    return Optional.ofNullable(pools.get(pool)).flatMap(DynamicPool::fallback);
  }
}
