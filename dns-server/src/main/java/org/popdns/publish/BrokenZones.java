package org.popdns.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.popdns.config.model.BrokenZone;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.LeftOutFile;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.status.NodeStatus;
import org.slf4j.Logger;

/**
 * Zones whose files are wrong while the others are served: what is answered in their place, and how
 * that is told. Pure functions, used by whoever takes a configuration up.
 */
public final class BrokenZones {

  private static final int MOST_LOGGED = 20;

  private BrokenZones() {}

  /**
   * Puts the last good version of each broken zone in its place, where there is one that the rest
   * of the configuration still goes with.
   *
   * @param salvage a configuration without its broken zones
   * @param former what was served, or stored, before
   */
  static Configuration withLastGood(Configuration salvage, Configuration former) {
    Map<DomainName, Zone> before = new HashMap<>();
    former.zones().forEach(zone -> before.put(zone.origin(), zone));
    Set<String> plans = salvage.plans().keySet();
    List<Zone> zones = new ArrayList<>(salvage.zones());
    List<BrokenZone> broken = new ArrayList<>();
    for (BrokenZone zone : salvage.broken()) {
      Zone lastGood = before.get(zone.origin());
      if (zone.answer() == BrokenZone.Answer.LAST_GOOD) {
        broken.add(zone); // It is among the zones already.
      } else if (lastGood != null && plans.containsAll(plansOfOthers(lastGood))) {
        zones.add(lastGood);
        broken.add(zone.withLastGood());
      } else {
        broken.add(zone);
      }
    }
    zones.sort((a, b) -> a.origin().compareTo(b.origin()));
    return salvage.with(zones, broken, salvage.leftOut());
  }

  /** The plans that a zone names and does not bring itself. */
  private static Set<String> plansOfOthers(Zone zone) {
    Set<String> named = new HashSet<>(zone.recordSets().plans());
    zone.steering().plans().forEach(plan -> named.remove(plan.name()));
    return named;
  }

  /** A configuration without zones that turned out to be broken: all of these answer SERVFAIL. */
  static Configuration without(List<BrokenZone> more, Configuration configuration) {
    Set<DomainName> origins = new HashSet<>();
    more.forEach(zone -> origins.add(zone.origin()));
    List<BrokenZone> broken = new ArrayList<>(more);
    configuration.broken().stream()
        .filter(zone -> !origins.contains(zone.origin()))
        .forEach(broken::add);
    broken.sort((a, b) -> a.origin().compareTo(b.origin()));
    return configuration.with(
        configuration.zones().stream().filter(zone -> !origins.contains(zone.origin())).toList(),
        broken,
        configuration.leftOut());
  }

  /** Logs each of them, and the files that are left out, if there are not too many. */
  static void log(Configuration configuration, Logger log) {
    List<BrokenZone> broken = configuration.broken();
    broken.stream()
        .limit(MOST_LOGGED)
        .forEach(
            zone ->
                log.error(
                    "zone {} is broken and {}: {}", zone.origin(), inWords(zone), zone.reason()));
    if (broken.size() > MOST_LOGGED) {
      log.error("{} more zones are broken", broken.size() - MOST_LOGGED);
    }
    List<LeftOutFile> leftOut = configuration.leftOut();
    leftOut.stream()
        .limit(MOST_LOGGED)
        .forEach(file -> log.error("a file is left out: {}", file.reason()));
    if (leftOut.size() > MOST_LOGGED) {
      log.error("{} more files are left out", leftOut.size() - MOST_LOGGED);
    }
  }

  private static String inWords(BrokenZone zone) {
    return switch (zone.answer()) {
      case LAST_GOOD -> "answered from its last good version";
      case SERVFAIL -> "answered SERVFAIL";
    };
  }

  /** The broken zones, as a report tells them. */
  public static List<NodeStatus.BrokenZone> told(Configuration configuration) {
    return configuration.broken().stream()
        .map(
            zone ->
                new NodeStatus.BrokenZone(
                    zone.origin().toString(), zone.answer().label(), zone.reason()))
        .toList();
  }

  /** The files that are left out, as a report tells them. */
  public static List<NodeStatus.LeftOutFile> leftOut(Configuration configuration) {
    return configuration.leftOut().stream()
        .map(file -> new NodeStatus.LeftOutFile(file.file().toString(), file.reason()))
        .toList();
  }
}
