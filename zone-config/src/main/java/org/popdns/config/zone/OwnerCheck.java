package org.popdns.config.zone;

import org.popdns.config.model.RecordCursor;
import org.popdns.config.model.ZoneNames;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.name.NameOrder;
import org.popdns.record.RecordType;

/** Owner names that are allowed, but probably not what was meant. */
final class OwnerCheck implements RecordSetCheck {

  @Override
  public void check(CheckedZone zone) {
    RecordCursor set = zone.cursor();
    if (zone.isFirst()) {
      name(zone, set);
    }
    int type = set.type();
    boolean isAddress = type == RecordType.A || type == RecordType.AAAA;
    // Once for both families.
    if (isAddress
        && !isHostName(set)
        && (type == RecordType.A
            || zone.names().set(zone.number(), RecordType.A) == ZoneNames.NONE)) {
      zone.mark(Part.OWNER)
          .warning(
              zone.name(zone.number())
                  + " has addresses, but is no host name: letters, digits, hyphens");
    }
    if (zone.names().isWildcard(zone.number())) {
      wildcard(zone, type);
    }
  }

  private static void name(CheckedZone zone, RecordCursor set) {
    byte[] origin = zone.origin().toWire();
    int labels = origin.length - 1;
    if (labels > 0
        && set.ownerLength() >= labels
        && NameOrder.isAtOrBelow(
            set.bytes(), set.ownerOffset(), set.ownerLength(), origin, 0, labels)) {
      zone.mark(Part.OWNER)
          .warning(
              "the name is "
                  + zone.name(zone.number())
                  + ": names are relative to "
                  + zone.origin());
    }
    if (hasLaterAsterisk(set)) {
      zone.mark(Part.OWNER)
          .warning(
              "the name is "
                  + zone.name(zone.number())
                  + ": an asterisk is a wildcard only as the first label");
    }
  }

  private static boolean hasLaterAsterisk(RecordCursor set) {
    byte[] bytes = set.bytes();
    int end = set.ownerOffset() + set.ownerLength();
    for (int i = set.ownerOffset() + 2; i < end; i++) {
      if (bytes[i] == '*') {
        return true;
      }
    }
    return false;
  }

  // RFC 952, RFC 1123 §2.1; an underscore or another character is for other records than these.
  private static boolean isHostName(RecordCursor set) {
    byte[] bytes = set.bytes();
    int end = set.ownerOffset() + set.ownerLength();
    int label = set.ownerOffset();
    if (label < end && bytes[label] == 1 && bytes[label + 1] == '*') {
      label += 2;
    }
    for (; label < end; label += 1 + bytes[label]) {
      int last = label + bytes[label];
      for (int i = label + 1; i <= last; i++) {
        byte c = bytes[i];
        boolean letterOrDigit =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        boolean insideHyphen = c == '-' && i > label + 1 && i < last;
        if (!letterOrDigit && !insideHyphen) {
          return false;
        }
      }
    }
    return true;
  }

  // RFC 4592 §4.2, §4.4: what these mean at a wildcard is not defined.
  private static void wildcard(CheckedZone zone, int type) {
    if (type == RecordType.NS) {
      zone.mark(Part.RECORD)
          .warning(
              "a wildcard cannot be delegated (RFC 4592 §4.2): BIND refuses the zone, others refer"
                  + " to the asterisk itself");
    } else if (type == RecordType.DNAME) {
      zone.mark(Part.RECORD)
          .warning(
              "the DNAME record of a wildcard redirects only what is below the asterisk itself"
                  + " (RFC 4592 §4.4)");
    }
  }
}
