package org.popdns.config.zone;

import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.Mark;
import org.popdns.config.record.RdataTarget;
import org.popdns.config.record.RecordType;
import org.popdns.name.DomainName;

/**
 * What NS, MX and SRV records name inside the zone has addresses and is no alias (RFC 2181 §10.3),
 * and a delegation to a name below itself has glue (RFC 1034 §4.2.1). Severities are those of
 * BIND's named-checkzone.
 */
final class TargetCheck implements ZoneCheck {

  @Override
  public void check(DraftNames names) {
    for (DraftRecordSet set : names.zone().recordSets()) {
      boolean checked =
          set.type() == RecordType.NS
              || set.type() == RecordType.MX
              || set.type() == RecordType.SRV;
      if (checked && !isOccluded(set, names)) {
        set.values()
            .forEach(
                value ->
                    RdataTarget.of(set.type(), value.rdata())
                        // RFC 7505, RFC 2782: a lone dot says that there is no such service.
                        .filter(target -> !target.isRoot())
                        .ifPresent(target -> check(set, target, value.target(), names)));
      }
    }
  }

  private static boolean isOccluded(DraftRecordSet set, DraftNames names) {
    boolean belowCut =
        names.delegation(set.owner()).filter(cut -> !cut.owner().equals(set.owner())).isPresent();
    return belowCut || names.dnameAbove(set.owner()).isPresent();
  }

  private static void check(DraftRecordSet set, DomainName target, Mark where, DraftNames names) {
    if (looksLikeAnAddress(target)) {
      where.warning(set.mnemonic() + " names a host, but " + target + " looks like an address");
      return;
    }
    if (!target.isAtOrBelow(names.origin())) {
      return;
    }
    Optional<DraftRecordSet> dname = names.dnameAbove(target);
    if (dname.isPresent()) {
      where.error(
          set.mnemonic()
              + " names "
              + target
              + ", which is below the DNAME "
              + dname.get().owner());
      return;
    }
    Optional<DraftRecordSet> cut = names.delegation(target);
    if (cut.isPresent()) {
      boolean glueNeeded = set.type() == RecordType.NS && cut.get().owner().equals(set.owner());
      if (glueNeeded && !hasAddress(names.at(target))) {
        where.error(
            "glue is missing: "
                + target
                + " is below its own delegation and has no A or AAAA records here");
      }
      return;
    }
    Optional<List<DraftRecordSet>> answering = names.answering(target);
    if (answering.isEmpty()) {
      where.error(set.mnemonic() + " names " + target + ", which does not exist");
    } else if (answering.get().stream().anyMatch(s -> s.type() == RecordType.CNAME)) {
      String message = set.mnemonic() + " names " + target + ", which is a CNAME";
      if (set.type() == RecordType.NS) {
        where.error(message);
      } else {
        where.warning(message);
      }
    } else if (!hasAddress(answering.get())) {
      where.error(set.mnemonic() + " names " + target + ", which has no A or AAAA records");
    }
  }

  private static boolean hasAddress(List<DraftRecordSet> sets) {
    return sets.stream()
        .anyMatch(set -> set.type() == RecordType.A || set.type() == RecordType.AAAA);
  }

  private static boolean looksLikeAnAddress(DomainName target) {
    return target.toString().matches("([0-9]{1,3}\\.){4}");
  }
}
