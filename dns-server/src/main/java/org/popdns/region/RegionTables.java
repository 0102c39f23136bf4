package org.popdns.region;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.PlanRegion;
import org.popdns.config.model.SteeringPlan;
import org.popdns.place.Places;
import org.popdns.snapshot.RegionTable;

/**
 * The tables of a node's plans. Made by whoever takes up a configuration or places; plans whose
 * rules tell clients apart in the same way share a table. Immutable.
 */
public final class RegionTables {

  /** No plan, no place. */
  public static final RegionTables NONE = new RegionTables(Places.NONE, Map.of());

  private final Places places;
  // For each list of rules that tells clients apart.
  private final Map<List<ClientRule>, ClientRegions> byRules;

  private RegionTables(Places places, Map<List<ClientRule>, ClientRegions> byRules) {
    this.places = places;
    this.byRules = Map.copyOf(byRules);
  }

  /** What the tables were made with. */
  public Places places() {
    return places;
  }

  /**
   * The tables of plans.
   *
   * @param site where the node stands; empty if it has no site
   * @param before tables that are taken over where they would be the same
   */
  public static RegionTables of(
      Collection<SteeringPlan> plans, Optional<String> site, Places places, RegionTables before) {
    Map<List<ClientRule>, ClientRegions> known =
        before.places.equals(places) ? before.byRules : Map.of();
    Map<List<ClientRule>, ClientRegions> tables = new HashMap<>();
    for (SteeringPlan plan : plans) {
      List<ClientRule> rules = rules(plan, site);
      if (!isOneRegion(rules)) {
        tables.computeIfAbsent(
            rules,
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
    Map<List<ClientRule>, ClientRegions> tables = new HashMap<>();
    byRules.keySet().forEach(rules -> tables.put(rules, RegionCompiler.compile(rules, others)));
    return new RegionTables(others, tables);
  }

  /**
   * The table of a plan.
   *
   * @return empty if all clients are in region 0; an address's region is otherwise the index of one
   *     of the plan's {@link #regions}
   */
  public Optional<RegionTable> of(SteeringPlan plan, Optional<String> site) {
    return Optional.ofNullable(byRules.get(rules(plan, site))).map(ClientRegions::table);
  }

  /**
   * The kinds of clients that a node tells apart, by the regions' numbers: those {@link
   * SteeringPlan#regionsAt wherever they are}, then those by distance.
   */
  public List<PlanRegion> regions(SteeringPlan plan, Optional<String> site) {
    List<PlanRegion> regions = plan.regionsAt(site);
    ClientRegions known = plan.goesByDistance() ? byRules.get(rules(plan, site)) : null;
    if (known == null || known.byDistance().isEmpty()) {
      return regions;
    }
    List<PlanRegion> all = new ArrayList<>(regions);
    for (ClientRegions.ByDistance region : known.byDistance()) {
      PlanRegion declared = regions.get(region.rule());
      all.add(
          new PlanRegion(
              declared.rule(), region.order().stream().map(declared.pools()::get).toList()));
    }
    return all;
  }

  private static List<ClientRule> rules(SteeringPlan plan, Optional<String> site) {
    return plan.rulesAt(site).stream().map(rule -> ClientRule.of(plan, rule)).toList();
  }

  private static boolean isOneRegion(List<ClientRule> rules) {
    return rules.isEmpty()
        || (rules.getFirst().clients().isEverybody() && !rules.getFirst().goesByDistance());
  }

  /** Bytes that all tables take outside the heap. */
  public long sizeBytes() {
    return byRules.values().stream().mapToLong(regions -> regions.table().sizeBytes()).sum();
  }

  /** True if the other tells the same clients apart by the same tables. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegionTables tables
        && places.equals(tables.places)
        && byRules.equals(tables.byRules);
  }

  @Override
  public int hashCode() {
    return Objects.hash(places, byRules);
  }
}
