package org.popdns.state.store;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which of the stored configurations are kept. Pure functions. */
final class Retention {

  /** How many configurations are kept, and of those that are smaller once more as many. */
  static final int KEPT = 5;

  private Retention() {}

  /** Those that have lost more than may be lost unasked, against the largest that is kept. */
  static Set<Long> smaller(Map<Long, Manifest.Header> known, int maxRemovedPercent) {
    long zones = known.values().stream().mapToLong(Manifest.Header::zones).max().orElse(0);
    long sets = known.values().stream().mapToLong(Manifest.Header::recordSets).max().orElse(0);
    Set<Long> smaller = new HashSet<>();
    known.forEach(
        (number, header) -> {
          if (header.zones() * 100L < zones * (100 - maxRemovedPercent)
              || header.recordSets() * 100 < sets * (100 - maxRemovedPercent)) {
            smaller.add(number);
          }
        });
    return smaller;
  }

  /** Those that go. */
  static Set<Long> expired(Map<Long, Manifest.Header> known, int maxRemovedPercent) {
    Set<Long> smaller = smaller(known, maxRemovedPercent);
    Set<Long> expired = new HashSet<>();
    int full = 0;
    int small = 0;
    for (long number : new TreeMap<>(known).descendingMap().keySet()) {
      int before = smaller.contains(number) ? small++ : full++;
      if (before >= KEPT) {
        expired.add(number);
      }
    }
    return expired;
  }
}
