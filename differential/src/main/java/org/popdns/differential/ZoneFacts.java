package org.popdns.differential;

import java.util.HashSet;
import java.util.Set;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/**
 * What there is in a zone, to tell what a question is about.
 *
 * @param origin the apex
 * @param owners the names with records
 * @param emptyNonTerminals the names without records above others
 * @param cuts the delegation points
 */
record ZoneFacts(
    DomainName origin,
    Set<DomainName> owners,
    Set<DomainName> emptyNonTerminals,
    Set<DomainName> cuts) {

  /** The facts of a zone. */
  static ZoneFacts of(Zone zone) {
    Set<DomainName> owners = new HashSet<>();
    Set<DomainName> empty = new HashSet<>();
    Set<DomainName> cuts = new HashSet<>();
    for (RecordSet set : zone.recordSets()) {
      owners.add(set.owner());
      if (set.type() == RecordType.NS && !set.owner().equals(zone.origin())) {
        cuts.add(set.owner());
      }
    }
    for (DomainName owner : owners) {
      DomainName name = owner;
      while (!name.equals(zone.origin())) {
        name = name.parent();
        if (!owners.contains(name)) {
          empty.add(name);
        }
      }
    }
    return new ZoneFacts(zone.origin(), owners, empty, cuts);
  }

  /** True if a name lies at or below a delegation point. */
  boolean isDelegated(DomainName name) {
    return cuts.stream().anyMatch(name::isAtOrBelow);
  }
}
