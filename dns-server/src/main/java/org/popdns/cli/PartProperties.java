package org.popdns.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.popdns.config.diff.Part;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.Check;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Site;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Suspicion;
import org.popdns.config.model.Zone;
import org.popdns.config.tree.Scalars;
import org.popdns.config.write.AddressFormat;
import org.popdns.record.RecordTypes;

/** The parts of a configuration in words: their names, and their properties. Stateless. */
final class PartProperties {

  private static final String NONE = "none";

  private PartProperties() {}

  /** What the operator calls the part. */
  static String name(Part part) {
    return switch (part) {
      case Part.Setting setting -> setting.name();
      case Part.OfAnnouncement(Announcement entry) -> "announce " + entry.name();
      case Part.OfSite(Site site) -> "site " + site.name();
      case Part.OfCheck(Check check) -> "check " + check.name();
      case Part.OfPlan(SteeringPlan plan) -> "cluster " + plan.name();
      case Part.MemberAddress member -> "cluster " + member.plan() + " at " + member.pool();
      case Part.OfSuspicion _ -> "suspicion";
      case Part.OfZone zone -> "zone " + zone.zone().origin();
      case Part.OfRecords(var zone, RecordSet set, var plan) ->
          set.owner() + " " + RecordTypes.mnemonic(set.type());
    };
  }

  /**
   * The properties by their keys, in the order of the documentation. Empty for a zone of which
   * nothing is said beside its records, and for records, which are shown as they are written in
   * zones.
   */
  static Map<String, String> of(Part part) {
    Map<String, String> properties = new LinkedHashMap<>();
    switch (part) {
      case Part.Setting setting -> properties.put("value", setting.value());
      case Part.OfAnnouncement(Announcement entry) -> announcement(entry, properties);
      case Part.OfSite(Site site) -> {
        properties.put(
            "fallback", site.fallback().isEmpty() ? NONE : String.join(", ", site.fallback()));
        site.location().ifPresent(location -> properties.put("location", location.toString()));
        site.nodes()
            .forEach((node, status) -> properties.put("node " + node, AddressFormat.of(status)));
      }
      case Part.OfCheck(Check check) -> check(check, properties);
      case Part.OfPlan(SteeringPlan plan) -> {
        properties.put("check", plan.check().name());
        properties.put(
            "minimum-healthy",
            plan.minima().stream().map(MinimumHealthy::toString).collect(Collectors.joining(" ")));
        properties.put(
            "choice",
            plan.choices().stream().map(PlanText::choice).collect(Collectors.joining(" and ")));
        if (plan.goesByDistance()) {
          properties.put("nearest", "true");
        }
        properties.put(
            "when-below",
            switch (plan.whenBelow()) {
              case FALLBACK -> "fallback";
              case WITHDRAW -> "withdraw";
            });
        load(plan, properties);
        if (!plan.ttl().equals(AnswerTtl.OF_RECORDS)) {
          properties.put("ttl", PlanText.ttl(plan.ttl()));
        }
      }
      case Part.MemberAddress member -> {
        properties.put("host", member.host());
        properties.put("address", member.target().toString());
        properties.put("weight", Integer.toString(member.weight()));
        properties.put("status", status(member));
        member.check().ifPresent(check -> properties.put("own-check", check));
      }
      case Part.OfSuspicion(Suspicion suspicion) -> suspicion(suspicion, properties);
      case Part.OfZone(Zone zone) -> {
        if (zone.steering().clientSubnet()) {
          properties.put("ecs", "true");
        }
      }
      case Part.OfRecords records -> {}
    }
    return properties;
  }

  private static String status(Part.MemberAddress member) {
    return switch (member.status()) {
      case OBEY -> "probed";
      case UP -> "not probed";
      case DOWN -> "disabled";
    };
  }

  /** In what it differs from other members: {@code weight 3, not probed}; else empty text. */
  static String traits(Part.MemberAddress member) {
    List<String> traits = new ArrayList<>();
    if (member.weight() != 1) {
      traits.add("weight " + member.weight());
    }
    if (member.status() != HostStatus.OBEY) {
      traits.add(status(member));
    }
    member.check().ifPresent(check -> traits.add("check " + check));
    return String.join(", ", traits);
  }

  private static void load(SteeringPlan plan, Map<String, String> properties) {
    plan.pools()
        .forEach(
            (site, pool) ->
                pool.capacity()
                    .ifPresent(
                        capacity ->
                            properties.put(
                                "capacity at " + site, PlanText.capacity(pool, capacity))));
    plan.loads()
        .forEach(
            (site, loads) ->
                loads.forEach(load -> properties.put("load at " + site, Long.toString(load))));
  }

  private static void announcement(Announcement entry, Map<String, String> properties) {
    properties.put(
        "prefixes",
        entry.prefixes().stream().map(AddressFormat::of).collect(Collectors.joining(" ")));
    properties.put(
        "requires", entry.requires().isEmpty() ? NONE : String.join(" ", entry.requires()));
    properties.put("keep-sites", Integer.toString(entry.keepSites()));
    properties.put("unfit-after", Scalars.show(entry.unfitAfter()));
    properties.put("hold-up", Scalars.show(entry.holdUp()));
  }

  private static void suspicion(Suspicion suspicion, Map<String, String> properties) {
    properties.put("share", suspicion.sharePercent() + "%");
    properties.put("freeze", Scalars.show(suspicion.freeze()));
    suspicion
        .canaries()
        .forEach(
            (site, canaries) ->
                properties.put(
                    "canaries at " + site,
                    canaries.stream()
                        .map(canary -> "tcp " + AddressFormat.of(canary.tcp()))
                        .collect(Collectors.joining(", "))));
  }

  private static void check(Check check, Map<String, String> properties) {
    properties.put("probe", check.probe().kind());
    properties.putAll(check.probe().properties());
    properties.put("interval", Scalars.show(check.timing().interval()));
    properties.put("timeout", Scalars.show(check.timing().timeout()));
    properties.put("rise", Integer.toString(check.timing().rise()));
    properties.put("fall", Integer.toString(check.timing().fall()));
  }

  /** The property of a part that has none of that name. */
  static String propertyOrNone(Map<String, String> properties, String key) {
    return Optional.ofNullable(properties.get(key)).orElse(NONE);
  }
}
