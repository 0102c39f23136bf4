package org.popdns.config.zone;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.record.RdataTarget;
import org.popdns.config.record.RecordType;
import org.popdns.name.DomainName;

/**
 * A CNAME stands alone at its name (RFC 1034 §3.6.2), never at the zone itself, and leads
 * somewhere.
 */
final class CnameCheck implements ZoneCheck {

  // What resolvers follow; BIND and Unbound stop near here.
  private static final int MOST_IN_A_ROW = 16;

  @Override
  public void check(DraftNames names) {
    for (List<DraftRecordSet> sets : names.owners()) {
      for (DraftRecordSet set : sets) {
        if (set.type() == RecordType.CNAME) {
          alone(set, sets, names);
          leadsOn(set, names);
        }
      }
    }
  }

  private static void alone(DraftRecordSet cname, List<DraftRecordSet> sets, DraftNames names) {
    if (cname.owner().equals(names.origin())) {
      cname.where().error("the zone itself cannot be a CNAME: it has SOA and NS records");
      return;
    }
    sets.stream()
        .filter(set -> set.type() != RecordType.CNAME)
        .findFirst()
        .ifPresent(
            other ->
                cname
                    .where()
                    .error(
                        "a CNAME stands alone, but "
                            + cname.owner()
                            + " has "
                            + other.mnemonic()
                            + " records too, in line "
                            + other.where().span().line()));
  }

  private static void leadsOn(DraftRecordSet cname, DraftNames names) {
    Set<DomainName> passed = new HashSet<>();
    passed.add(cname.owner());
    Optional<DomainName> target = target(cname);
    while (target.isPresent()) {
      if (passed.size() > MOST_IN_A_ROW) {
        cname
            .where()
            .warning(
                "more than "
                    + MOST_IN_A_ROW
                    + " CNAMEs in a row: resolvers give up before the end");
        return;
      }
      DomainName name = target.get();
      if (!name.isAtOrBelow(names.origin())
          || names.delegation(name).isPresent()
          || names.dnameAbove(name).isPresent()) {
        return;
      }
      if (!passed.add(name)) {
        if (name.equals(cname.owner())) {
          cname.where().warning("the CNAME of " + cname.owner() + " leads back to itself");
        }
        return;
      }
      Optional<List<DraftRecordSet>> answering = names.answering(name);
      if (answering.isEmpty()) {
        return;
      }
      target =
          answering.get().stream()
              .filter(set -> set.type() == RecordType.CNAME)
              .findFirst()
              .flatMap(CnameCheck::target);
    }
  }

  private static Optional<DomainName> target(DraftRecordSet cname) {
    return cname.values().stream()
        .findFirst()
        .flatMap(value -> RdataTarget.of(RecordType.CNAME, value.rdata()));
  }
}
