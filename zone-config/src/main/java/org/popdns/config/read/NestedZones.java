package org.popdns.config.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.Position;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.ProblemLog;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/**
 * A zone within another that is served here too must be delegated there: else other nameservers of
 * the outer zone would not know of it. Used by the one thread that loads.
 */
final class NestedZones {

  private NestedZones() {}

  static void check(List<Zone> zones, ProblemLog log) {
    Map<DomainName, Zone> byOrigin = new HashMap<>();
    zones.forEach(zone -> byOrigin.put(zone.origin(), zone));
    for (Zone zone : zones) {
      outer(zone.origin(), byOrigin).ifPresent(outer -> check(zone, outer, log));
    }
  }

  /** Checks a zone and the one that it lies in directly. */
  static void check(Zone zone, Zone outer, ProblemLog log) {
    if (!delegates(outer, zone.origin())) {
      log.warning(
          position(zone).file(),
          "zone "
              + zone.origin()
              + " lies within "
              + outer.origin()
              + ", which has no NS records for it");
    }
  }

  private static Optional<Zone> outer(DomainName origin, Map<DomainName, Zone> byOrigin) {
    DomainName name = origin;
    while (!name.isRoot()) {
      name = name.parent();
      Zone outer = byOrigin.get(name);
      if (outer != null) {
        return Optional.of(outer);
      }
    }
    return Optional.empty();
  }

  // The delegation may also be further up: then the inner zone is somebody else's to delegate.
  private static boolean delegates(Zone outer, DomainName inner) {
    for (DomainName name = inner; !name.equals(outer.origin()); name = name.parent()) {
      if (outer.recordSets().indexOf(name, RecordType.NS) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static Position position(Zone zone) {
    return zone.recordSets().getFirst().position();
  }
}
