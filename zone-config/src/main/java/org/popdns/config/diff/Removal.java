package org.popdns.config.diff;

import java.util.ArrayList;
import java.util.List;
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
    private final LossCount zones = new LossCount(ZONES);
    private final LossCount names = new LossCount(NAMES);
    private final List<Loss> ofZones = new ArrayList<>();

    ZoneLosses(List<Zone> after) {
      this.after = after;
    }

    void addTo(List<Loss> losses, List<Zone> before) {
      new SortedMerge<Zone>(
              zone -> {
                zones.there(1);
                zones.goes(zone.origin());
                wholeZone(zone);
              },
              zone -> {
                zones.comes(zone.origin());
                names.come(zone.recordSets().ownerCount());
              },
              (zone, successor) -> {
                zones.there(1);
                successor(zone, successor);
              })
          .walk(before.iterator(), after.iterator(), ZoneLosses::compare);
      zones.addTo(losses);
      names.addTo(losses);
      losses.addAll(ofZones);
    }

    // Mostly the same object, or of the same file's name.
    @SuppressWarnings("ReferenceEquality")
    private static int compare(Zone old, Zone young) {
      return old.origin() == young.origin() ? 0 : old.origin().compareTo(young.origin());
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
        names.there(zone.recordSets().ownerCount());
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

    /** Where among the zones from now on that of an origin stands; negative if there is none. */
    private int place(DomainName origin) {
      int low = 0;
      int high = after.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = after.get(middle).origin().compareTo(origin);
        if (order == 0) {
          return middle;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -1;
    }

    /** True if the zone that is answered from now has records of the name. */
    private boolean isAnswered(DomainName name) {
      for (DomainName origin = name; ; origin = origin.parent()) {
        int place = place(origin);
        if (place >= 0) {
          return after.get(place).recordSets().hasOwner(name);
        }
        if (origin.isRoot()) {
          return false;
        }
      }
    }
  }
}
