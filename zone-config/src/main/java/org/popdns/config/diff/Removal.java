package org.popdns.config.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;

/**
 * What is served no more when one configuration takes the place of another, counted in five ways:
 *
 * <ul>
 *   <li>zones, by their origins;
 *   <li>names that own records, over all zones: one that another zone answers for now is still
 *       there, so that a zone may be cut in two or merged into another;
 *   <li>the same for each zone that stays;
 *   <li>the hosts of each cluster at each site, and
 *   <li>of each cluster: one that has kept its name or an address is still there.
 * </ul>
 *
 * What is renamed has gone: whoever asks for the former name gets nothing. Immutable.
 *
 * @param losses what came or went, in the order above; names sorted
 */
public record Removal(List<Loss> losses) {

  private static final String ZONES = "zones";
  private static final String NAMES = "names";

  /** Copies the list. */
  public Removal {
    losses = List.copyOf(losses);
  }

  /** Counts. Zones that did not change cost next to nothing. */
  public static Removal between(Configuration before, Configuration after) {
    List<Loss> losses = new ArrayList<>();
    new ZoneLosses(after.zones()).addTo(losses, before.zones());
    MemberLosses.add(losses, before.plans(), after.plans());
    return new Removal(losses);
  }

  /**
   * Which zones and which hosts came and went, in one line; empty text if none did.
   *
   * @param most how many things are told of; the others are counted
   */
  public String news(int most) {
    List<String> news =
        losses.stream()
            .filter(loss -> loss.of().equals(ZONES) || MemberLosses.isAtSite(loss))
            .flatMap(loss -> loss.news().stream())
            .toList();
    int more = news.size() - most;
    return news.stream().limit(most).collect(Collectors.joining("; "))
        + (more > 0 ? "; and " + more + " more of the like" : "");
  }

  /** True if none of the zones that there were is left. */
  public boolean isOfEveryZone() {
    return losses.stream()
        .anyMatch(
            loss -> loss.of().equals(ZONES) && loss.gone() > 0 && loss.gone() == loss.before());
  }

  /** Counts zones and names. Used once, by one thread. */
  private static final class ZoneLosses {

    private final List<Zone> after;
    private final Map<DomainName, Zone> next = new HashMap<>();
    private final LossCount zones = new LossCount(ZONES);
    private final LossCount names = new LossCount(NAMES);
    private final List<Loss> ofZones = new ArrayList<>();

    ZoneLosses(List<Zone> after) {
      this.after = after;
      after.forEach(zone -> next.put(zone.origin(), zone));
    }

    void addTo(List<Loss> losses, List<Zone> before) {
      Map<DomainName, Zone> known = new HashMap<>();
      for (Zone zone : before) {
        known.put(zone.origin(), zone);
        zones.there(1);
        Zone successor = next.get(zone.origin());
        if (successor == null) {
          zones.goes(zone.origin());
          wholeZone(zone);
        } else {
          successor(zone, successor);
        }
      }
      for (Zone zone : after) {
        if (!known.containsKey(zone.origin())) {
          zones.comes(zone.origin());
          names.come(OwnerWalk.count(zone.recordSets()));
        }
      }
      zones.addTo(losses);
      names.addTo(losses);
      losses.addAll(ofZones);
    }

    private void wholeZone(Zone zone) {
      OwnerWalk walk = new OwnerWalk(zone.recordSets());
      while (walk.next()) {
        names.there(1);
        goes(walk.name(), List.of(names));
      }
    }

    @SuppressWarnings(
        "ReferenceEquality") // Zones whose files stayed as they were are not read again.
    private void successor(Zone zone, Zone successor) {
      if (zone == successor || zone.hasSameData(successor)) {
        names.there(OwnerWalk.count(zone.recordSets()));
        return;
      }
      LossCount own = new LossCount(NAMES + " of zone " + zone.origin());
      List<LossCount> counts = List.of(own, names);
      OwnerWalk old = new OwnerWalk(zone.recordSets());
      OwnerWalk young = new OwnerWalk(successor.recordSets());
      boolean hasOld = old.next();
      boolean hasYoung = young.next();
      while (hasOld || hasYoung) {
        int order = !hasOld ? 1 : !hasYoung ? -1 : old.compareTo(young);
        if (order <= 0) {
          counts.forEach(count -> count.there(1));
        }
        if (order < 0) {
          goes(old.name(), counts);
        } else if (order > 0) {
          counts.forEach(count -> count.come(1));
        }
        hasOld = order <= 0 ? old.next() : hasOld;
        hasYoung = order >= 0 ? young.next() : hasYoung;
      }
      own.addTo(ofZones);
    }

    private void goes(DomainName name, List<LossCount> counts) {
      if (!isAnswered(name)) {
        counts.forEach(count -> count.goes(name));
      }
    }

    /** True if the zone that is answered from now has records of the name. */
    private boolean isAnswered(DomainName name) {
      for (DomainName origin = name; ; origin = origin.parent()) {
        Zone zone = next.get(origin);
        if (zone != null) {
          return zone.recordSets().hasOwner(name);
        }
        if (origin.isRoot()) {
          return false;
        }
      }
    }
  }
}
