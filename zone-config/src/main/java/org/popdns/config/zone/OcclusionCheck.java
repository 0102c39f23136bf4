package org.popdns.config.zone;

import org.popdns.config.model.RecordCursor;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.name.NameOrder;
import org.popdns.record.RecordType;

/**
 * Records that no query reaches, because a delegation or a DNAME lies above them, are probably
 * mistakes; addresses that some answer sends along are not. DS records stand at delegations only
 * (RFC 4035 §2.4).
 */
final class OcclusionCheck implements RecordSetCheck {

  @Override
  public void check(CheckedZone zone) {
    int type = zone.cursor().type();
    switch (zone.place()) {
      case AUTHORITATIVE -> {
        if (type == RecordType.DS && !zone.isApex()) {
          zone.mark(Part.RECORD).warning("DS records stand beside the NS records of a delegation");
        }
      }
      case CUT -> {
        if (type != RecordType.NS && type != RecordType.DS && !isSeen(zone, zone.number())) {
          zone.mark(Part.RECORD)
              .warning(hidden(zone, "the delegation of", zone.number(), RecordType.NS));
        }
      }
      case BELOW_CUT -> {
        int cut = zone.above();
        if (!isSeen(zone, cut)) {
          zone.mark(Part.RECORD).warning(hidden(zone, "the delegation of", cut, RecordType.NS));
        }
      }
      // RFC 6672 §2.4: there must be none. NSD and Knot refuse the zone.
      case BELOW_DNAME ->
          zone.mark(Part.RECORD).error(hidden(zone, "the DNAME", zone.above(), RecordType.DNAME));
    }
  }

  private static boolean isSeen(CheckedZone zone, int cut) {
    return zone.type().isAddress() && (isNameServer(zone, cut) || zone.isSentAlong());
  }

  /** True if the delegation's own records name the owner, as is mostly so. */
  private static boolean isNameServer(CheckedZone zone, int cut) {
    RecordCursor servers = zone.other(zone.names().set(cut, RecordType.NS));
    while (servers.nextRecord()) {
      int length = zone.labels(servers.rdataOffset(), servers.rdataLength());
      if (length == zone.cursor().ownerLength()
          && NameOrder.isSame(
              servers.bytes(),
              servers.rdataOffset(),
              servers.bytes(),
              zone.cursor().ownerOffset(),
              length)) {
        return true;
      }
    }
    return false;
  }

  private static String hidden(CheckedZone zone, String by, int above, int type) {
    return "nobody sees these "
        + zone.type()
        + " records: "
        + by
        + " "
        + zone.name(above)
        + " in line "
        + zone.line(above, type)
        + " hides them";
  }
}
