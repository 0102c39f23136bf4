package org.popdns.config.zone;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.record.RdataTarget;
import org.popdns.config.record.RecordType;
import org.popdns.name.DomainName;

/**
 * Records that no query reaches, because a delegation or a DNAME lies above them, are probably
 * mistakes; glue is not. DS records stand at delegations only (RFC 4035 §2.4).
 */
final class OcclusionCheck implements ZoneCheck {

  @Override
  public void check(DraftNames names) {
    Map<DomainName, Set<DomainName>> nameServers = new HashMap<>();
    for (DraftRecordSet set : names.zone().recordSets()) {
      Optional<DraftRecordSet> cut = names.delegation(set.owner());
      Optional<DraftRecordSet> dname = names.dnameAbove(set.owner());
      if (cut.isPresent() && !belongs(set, cut.get(), nameServers)) {
        set.where().warning(occluded(set, "the delegation of", cut.get()));
      } else if (dname.isPresent()) {
        set.where().warning(occluded(set, "the DNAME", dname.get()));
      }
      boolean strayDs = set.type() == RecordType.DS && cut.isEmpty();
      if (strayDs && !set.owner().equals(names.origin())) {
        set.where().error("DS records stand beside the NS records of a delegation");
      }
    }
  }

  private static String occluded(DraftRecordSet set, String by, DraftRecordSet above) {
    return "nobody sees these "
        + set.mnemonic()
        + " records: "
        + by
        + " "
        + above.owner()
        + " in line "
        + above.where().span().line()
        + " hides them";
  }

  private static boolean belongs(
      DraftRecordSet set, DraftRecordSet cut, Map<DomainName, Set<DomainName>> nameServers) {
    if (set.owner().equals(cut.owner())
        && (set.type() == RecordType.NS || set.type() == RecordType.DS)) {
      return true;
    }
    boolean address = set.type() == RecordType.A || set.type() == RecordType.AAAA;
    return address
        && nameServers
            .computeIfAbsent(cut.owner(), owner -> nameServers(cut))
            .contains(set.owner());
  }

  private static Set<DomainName> nameServers(DraftRecordSet cut) {
    return cut.values().stream()
        .flatMap(value -> RdataTarget.of(RecordType.NS, value.rdata()).stream())
        .collect(Collectors.toSet());
  }
}
