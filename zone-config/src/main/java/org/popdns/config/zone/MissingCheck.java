package org.popdns.config.zone;

import org.popdns.config.record.RdataTarget;
import org.popdns.config.record.RecordType;

/** A zone has NS records (RFC 1034 §4.2.1), and what its CNAME records lead to exists. */
final class MissingCheck implements ZoneCheck {

  @Override
  public void check(DraftNames names) {
    if (names.at(names.origin(), RecordType.NS).isEmpty()) {
      names.zone().start().error("zone " + names.origin() + " lacks NS records at the zone itself");
    }
    for (DraftRecordSet set : names.zone().recordSets()) {
      if (set.type() == RecordType.CNAME) {
        set.values().stream()
            .flatMap(value -> RdataTarget.of(RecordType.CNAME, value.rdata()).stream())
            .filter(target -> target.isAtOrBelow(names.origin()))
            .filter(target -> names.delegation(target).isEmpty())
            .filter(target -> names.dnameAbove(target).isEmpty())
            .filter(target -> names.answering(target).isEmpty())
            .forEach(
                target ->
                    set.where().warning("the CNAME leads to " + target + ", which does not exist"));
      }
    }
  }
}
