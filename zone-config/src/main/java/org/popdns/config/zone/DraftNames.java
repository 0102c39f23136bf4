package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.record.RecordType;
import org.popdns.name.DomainName;

/**
 * A draft by name, as a resolver would see it: what is at a name, which delegation or DNAME covers
 * it, which wildcard answers for it. Immutable.
 */
final class DraftNames {

  private final DraftZone zone;
  private final Map<DomainName, List<DraftRecordSet>> byOwner = new HashMap<>();
  private final Set<DomainName> existing = new HashSet<>();
  private final boolean hasCuts;

  DraftNames(DraftZone zone) {
    this.zone = zone;
    boolean cuts = false;
    existing.add(zone.origin());
    for (DraftRecordSet set : zone.recordSets()) {
      byOwner.computeIfAbsent(set.owner(), owner -> new ArrayList<>(2)).add(set);
      cuts |= isCut(set) || set.type() == RecordType.DNAME;
      // RFC 4592 §2.2.2: a name exists also if only names below it hold records.
      for (DomainName name = set.owner();
          !name.equals(zone.origin()) && existing.add(name);
          name = name.parent()) {}
    }
    this.hasCuts = cuts;
  }

  DraftZone zone() {
    return zone;
  }

  DomainName origin() {
    return zone.origin();
  }

  /** The record sets of a name; empty if it has none. */
  List<DraftRecordSet> at(DomainName owner) {
    return byOwner.getOrDefault(owner, List.of());
  }

  /** A name's record set of a type. */
  Optional<DraftRecordSet> at(DomainName owner, int type) {
    return at(owner).stream().filter(set -> set.type() == type).findFirst();
  }

  /** All names with records. */
  Iterable<List<DraftRecordSet>> owners() {
    return byOwner.values();
  }

  private boolean isCut(DraftRecordSet set) {
    return set.type() == RecordType.NS && !set.owner().equals(zone.origin());
  }

  /** The NS records of the topmost delegation at or above a name of the zone. */
  Optional<DraftRecordSet> delegation(DomainName name) {
    Optional<DraftRecordSet> topmost = Optional.empty();
    if (hasCuts) {
      for (DomainName n = name; !n.equals(zone.origin()); n = n.parent()) {
        Optional<DraftRecordSet> here = at(n, RecordType.NS);
        topmost = here.isPresent() ? here : topmost;
      }
    }
    return topmost;
  }

  /** The DNAME record above a name of the zone. */
  Optional<DraftRecordSet> dnameAbove(DomainName name) {
    Optional<DraftRecordSet> topmost = Optional.empty();
    if (hasCuts && !name.equals(zone.origin())) {
      for (DomainName n = name.parent(); ; n = n.parent()) {
        Optional<DraftRecordSet> here = at(n, RecordType.DNAME);
        topmost = here.isPresent() ? here : topmost;
        if (n.equals(zone.origin())) {
          break;
        }
      }
    }
    return topmost;
  }

  /**
   * What answers for a name of the zone: its own records, or those of the wildcard that covers it
   * (RFC 1034 §4.3.3); empty if the name does not exist.
   */
  Optional<List<DraftRecordSet>> answering(DomainName name) {
    if (existing.contains(name)) {
      return Optional.of(at(name));
    }
    DomainName encloser = name;
    while (!existing.contains(encloser)) {
      encloser = encloser.parent();
    }
    return encloser.lengthBytes() + 2 <= DomainName.MAX_LENGTH_BYTES
        ? Optional.ofNullable(byOwner.get(encloser.wildcardChild()))
        : Optional.empty();
  }
}
