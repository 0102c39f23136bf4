package org.popdns.config.zone;

import org.popdns.config.model.RecordCursor;
import org.popdns.config.model.ZoneNames;
import org.popdns.config.model.ZoneNames.Match;
import org.popdns.config.model.ZoneNames.Place;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * A CNAME stands alone at its name (RFC 1034 §3.6.2), never at the zone itself, and leads
 * somewhere.
 */
final class CnameCheck implements RecordSetCheck {

  // What resolvers follow; BIND and Unbound stop near here.
  private static final int MOST_IN_A_ROW = 16;

  @Override
  public void check(CheckedZone zone) {
    if (zone.cursor().type() != RecordType.CNAME) {
      return;
    }
    alone(zone);
    if (zone.place() == Place.AUTHORITATIVE) {
      leadsOn(zone);
    }
  }

  private static void alone(CheckedZone zone) {
    if (zone.isApex()) {
      zone.mark(Part.RECORD).error("the zone itself cannot be a CNAME: it has SOA and NS records");
      return;
    }
    ZoneNames names = zone.names();
    int number = zone.number();
    int first = names.firstSet(number);
    if (names.endSet(number) - first == 1) {
      return;
    }
    RecordCursor other = zone.other(first);
    if (other.type() == RecordType.CNAME) {
      other.move(first + 1);
    }
    zone.mark(Part.RECORD)
        .error(
            "a CNAME stands alone, but "
                + zone.name(number)
                + " has "
                + RecordTypes.mnemonic(other.type())
                + " records too, in line "
                + zone.line(number, other.type()));
  }

  private static void leadsOn(CheckedZone zone) {
    ZoneNames names = zone.names();
    byte[] bytes = zone.bytes();
    int at = zone.number();
    int passed = 0;
    int slow = zone.number();
    while (true) {
      int alias = names.set(at, RecordType.CNAME);
      if (alias == ZoneNames.NONE) {
        return;
      }
      if (passed++ > MOST_IN_A_ROW) {
        zone.mark(Part.RECORD)
            .warning(
                "more than "
                    + MOST_IN_A_ROW
                    + " CNAMEs in a row: resolvers give up before the end");
        return;
      }
      RecordCursor cname = zone.other(alias);
      if (!cname.nextRecord()) {
        return;
      }
      int offset = cname.rdataOffset();
      int length = zone.labels(offset, cname.rdataLength());
      if (length == CheckedZone.OUTSIDE) {
        return;
      }
      int encloser = names.encloser(bytes, offset, length);
      Match match = names.match(encloser, length);
      if (match == Match.NONEXISTENT) {
        // Only where it is named: what leads there over others is their matter.
        if (passed == 1 && zone.isWhole()) {
          zone.mark(Part.RECORD)
              .warning(
                  "the CNAME leads to " + zone.name(offset, length) + ", which does not exist");
        }
        return;
      }
      if (match != Match.EXACT && match != Match.WILDCARD) {
        return;
      }
      int next = match == Match.EXACT ? encloser : names.wildcard(encloser);
      if (match == Match.EXACT && next == zone.number()) {
        zone.mark(Part.RECORD).warning("the CNAME of " + zone.name(next) + " leads back to itself");
        return;
      }
      if (next == slow && passed > 1) {
        // It leads into a circle that it is not in.
        return;
      }
      if ((passed & (passed - 1)) == 0) {
        slow = next;
      }
      at = next;
    }
  }
}
