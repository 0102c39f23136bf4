package org.popdns.region;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.place.Places;
import org.popdns.snapshot.RegionTable;

/**
 * The tables of a node's plans. Made by whoever takes up a configuration or places; plans whose
 * rules are for the same clients share a table. Immutable.
 *
 * @param places that the tables were made with
 * @param byConditions a table for each list of conditions that tells clients apart
 */
public record RegionTables(Places places, Map<List<ClientCondition>, RegionTable> byConditions) {

  /** No plan, no place. */
  public static final RegionTables NONE = new RegionTables(Places.NONE, Map.of());

  /** Copies the map. */
  public RegionTables {
    byConditions = Map.copyOf(byConditions);
  }

  /**
   * The tables of plans.
   *
   * @param site where the node stands; empty if it has no site
   * @param before tables that are taken over where they would be the same
   */
  public static RegionTables of(
      Collection<SteeringPlan> plans, Optional<String> site, Places places, RegionTables before) {
    Map<List<ClientCondition>, RegionTable> known =
        before.places.equals(places) ? before.byConditions : Map.of();
    Map<List<ClientCondition>, RegionTable> tables = new HashMap<>();
    for (SteeringPlan plan : plans) {
      List<ClientCondition> conditions = conditions(plan.rulesAt(site));
      if (!isOneRegion(conditions)) {
        tables.computeIfAbsent(
            conditions,
            missing ->
                Optional.ofNullable(known.get(missing))
                    .orElseGet(() -> RegionCompiler.compile(missing, places)));
      }
    }
    return new RegionTables(places, tables);
  }

  /** The same plans' tables with other places. */
  public RegionTables with(Places others) {
    if (places.equals(others)) {
      return this;
    }
    Map<List<ClientCondition>, RegionTable> tables = new HashMap<>();
    byConditions
        .keySet()
        .forEach(conditions -> tables.put(conditions, RegionCompiler.compile(conditions, others)));
    return new RegionTables(others, tables);
  }

  /**
   * The table of a plan.
   *
   * @return empty if all clients are in region 0; an address's region is otherwise the number of
   *     its rule in {@link SteeringPlan#rulesAt}, or the number of these if none is for it
   */
  public Optional<RegionTable> of(SteeringPlan plan, Optional<String> site) {
    return Optional.ofNullable(byConditions.get(conditions(plan.rulesAt(site))));
  }

  private static List<ClientCondition> conditions(List<SteeringRule> rules) {
    return rules.stream().map(SteeringRule::clients).toList();
  }

  private static boolean isOneRegion(List<ClientCondition> conditions) {
    return conditions.isEmpty() || conditions.getFirst().isEverybody();
  }

  /** Bytes that all tables take outside the heap. */
  public long sizeBytes() {
    return byConditions.values().stream().mapToLong(RegionTable::sizeBytes).sum();
  }
}
