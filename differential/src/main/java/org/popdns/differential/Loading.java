package org.popdns.differential;

import java.util.Map;
import java.util.TreeMap;
import org.popdns.name.DomainName;

/**
 * Counts which zones are loaded by whom: what NSD, Knot and BIND all load, popdns must load. Used
 * by one thread.
 */
final class Loading {

  private static final int SHOWN = 40;

  private final Map<String, Integer> refusedButLoadedBy = new TreeMap<>();
  private int zones;
  private int common;
  private int refusedAlone;

  /** Counts a batch's zones, and prints those that popdns alone refuses. */
  void add(Batch batch, ZoneFiles.Reading reading) {
    for (Map.Entry<DomainName, String> refused : reading.refused().entrySet()) {
      refusedButLoadedBy.merge(batch.loadedBy(refused.getKey()).toString(), 1, Integer::sum);
    }
    zones += reading.zones().size() + reading.refused().size();
    for (DomainName origin : batch.commonToReferences()) {
      common++;
      if (!batch.ofPopdns().contains(origin)) {
        refusedAlone++;
        if (refusedAlone <= SHOWN) {
          System.out.printf(
              "REFUSED BY POPDNS ALONE %s%n%s%n",
              origin, reading.refused().getOrDefault(origin, "served, but not answered"));
        }
      }
    }
  }

  /** True if popdns loads all that the others load. */
  boolean isClean() {
    return refusedAlone == 0;
  }

  /** Prints by whom the zones are loaded that popdns refuses. */
  void print() {
    System.out.printf("%nzones that popdns refuses, by who loads them: %s%n", refusedButLoadedBy);
  }

  /** The counts in one line. */
  String summary() {
    return "%d of %d zones loaded by all references, %d of these refused by popdns"
        .formatted(common, zones, refusedAlone);
  }
}
