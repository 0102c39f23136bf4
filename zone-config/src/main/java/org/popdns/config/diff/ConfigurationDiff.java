package org.popdns.config.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.Check;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.DynamicPlans;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Site;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Topology;
import org.popdns.config.model.Zone;

/** Compares two configurations. Used once, by one thread. */
public final class ConfigurationDiff {

  private final List<Change> changes = new ArrayList<>();

  private ConfigurationDiff() {}

  /**
   * What changes: settings, announcements, sites, checks, suspicion, plans with their members,
   * zones with their records, each sorted by name; names of records in canonical order. Whether the
   * files say the same in another order or format makes no difference, and neither does a SOA
   * record whose serial alone changed, if both serials derive from the content of their zones.
   *
   * @return empty if the configurations mean the same
   */
  public static List<Change> between(Configuration before, Configuration after) {
    ConfigurationDiff diff = new ConfigurationDiff();
    diff.merge(
        SettingParts.of(before.server()),
        SettingParts.of(after.server()),
        SettingParts.ORDER,
        setting -> setting,
        diff::changedIfUnequal);
    diff.merge(
        new TreeMap<>(before.server().announce()).values(),
        new TreeMap<>(after.server().announce()).values(),
        Comparator.comparing(Announcement::name),
        Part.OfAnnouncement::new,
        (old, young) ->
            diff.changedIfUnequal(new Part.OfAnnouncement(old), new Part.OfAnnouncement(young)));
    diff.topology(before.topology(), after.topology());
    diff.plans(before.plans(), after.plans());
    diff.zones(before.zones(), after.zones());
    return diff.changes;
  }

  private void topology(Topology before, Topology after) {
    merge(
        new TreeMap<>(before.sites()).values(),
        new TreeMap<>(after.sites()).values(),
        Comparator.comparing(Site::name),
        Part.OfSite::new,
        (old, young) -> changedIfUnequal(new Part.OfSite(old), new Part.OfSite(young)));
    merge(
        new TreeMap<>(before.checks()).values(),
        new TreeMap<>(after.checks()).values(),
        Comparator.comparing(Check::name),
        Part.OfCheck::new,
        (old, young) -> changedIfUnequal(new Part.OfCheck(old), new Part.OfCheck(young)));
    changedIfUnequal(
        new Part.OfSuspicion(before.suspicion()), new Part.OfSuspicion(after.suspicion()));
  }

  private void plans(Map<String, SteeringPlan> before, Map<String, SteeringPlan> after) {
    SortedMerge<SteeringPlan> plans =
        new SortedMerge<>(
            old -> {
              removed(new Part.OfPlan(old));
              PlanParts.members(old).forEach(this::removed);
            },
            young -> {
              added(new Part.OfPlan(young));
              PlanParts.members(young).forEach(this::added);
            },
            this::plan);
    plans.walk(
        ofClusters(before).iterator(),
        ofClusters(after).iterator(),
        Comparator.comparing(SteeringPlan::name));
  }

  /** Those of zones are told with the records that they are for. */
  private static List<SteeringPlan> ofClusters(Map<String, SteeringPlan> plans) {
    return plans.values().stream()
        .filter(plan -> !DynamicPlans.isName(plan.name()))
        .sorted(Comparator.comparing(SteeringPlan::name))
        .toList();
  }

  private void plan(SteeringPlan before, SteeringPlan after) {
    if (!PlanParts.sameButForMembers(before, after)) {
      changes.add(new Change.Changed(new Part.OfPlan(before), new Part.OfPlan(after)));
    }
    merge(
        PlanParts.members(before),
        PlanParts.members(after),
        PlanParts.MEMBER_ORDER,
        member -> member,
        this::changedIfUnequal);
  }

  private void zones(List<Zone> before, List<Zone> after) {
    SortedMerge<Zone> zones =
        new SortedMerge<>(
            old -> {
              removed(new Part.OfZone(old));
              Function<RecordSet, Part.OfRecords> part = parts(old);
              old.recordSets().forEach(set -> removed(part.apply(set)));
            },
            young -> {
              added(new Part.OfZone(young));
              Function<RecordSet, Part.OfRecords> part = parts(young);
              young.recordSets().forEach(set -> added(part.apply(set)));
            },
            this::records);
    zones.walk(before.iterator(), after.iterator(), Comparator.comparing(Zone::origin));
  }

  private void records(Zone before, Zone after) {
    if (before.steering().clientSubnet() != after.steering().clientSubnet()) {
      changes.add(new Change.Changed(new Part.OfZone(before), new Part.OfZone(after)));
    }
    RecordSetComparison comparison = RecordSetComparison.of(before, after);
    Function<RecordSet, Part.OfRecords> partBefore = parts(before);
    Function<RecordSet, Part.OfRecords> partAfter = parts(after);
    new SortedMerge<RecordSet>(
            old -> removed(partBefore.apply(old)),
            young -> added(partAfter.apply(young)),
            (old, young) -> {
              Part.OfRecords from = partBefore.apply(old);
              Part.OfRecords to = partAfter.apply(young);
              if (!comparison.sameRecords(old, young) || !from.plan().equals(to.plan())) {
                changes.add(new Change.Changed(from, to));
              }
            })
        .walk(
            before.recordSets().iterator(),
            after.recordSets().iterator(),
            RecordSet.CANONICAL_ORDER);
  }

  /** Makes parts of a zone's record sets. */
  private static Function<RecordSet, Part.OfRecords> parts(Zone zone) {
    Map<String, SteeringPlan> own = new HashMap<>(0);
    zone.steering().plans().forEach(plan -> own.put(plan.name(), plan));
    return set ->
        new Part.OfRecords(
            zone.origin(),
            set,
            set instanceof RecordSet.Steered steered
                ? Optional.ofNullable(own.get(steered.plan()))
                : Optional.empty());
  }

  private <T> void merge(
      Iterable<T> before,
      Iterable<T> after,
      Comparator<? super T> order,
      Function<T, Part> part,
      BiConsumer<T, T> inBoth) {
    new SortedMerge<T>(old -> removed(part.apply(old)), young -> added(part.apply(young)), inBoth)
        .walk(before.iterator(), after.iterator(), order);
  }

  private void changedIfUnequal(Part before, Part after) {
    if (!before.equals(after)) {
      changes.add(new Change.Changed(before, after));
    }
  }

  private void removed(Part part) {
    changes.add(new Change.Removed(part));
  }

  private void added(Part part) {
    changes.add(new Change.Added(part));
  }
}
