package org.popdns.config.zone;

import java.util.Arrays;
import org.popdns.config.model.HostNames;
import org.popdns.config.model.RecordCursor;
import org.popdns.config.model.ZoneNames;
import org.popdns.config.model.ZoneNames.Place;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * What NS, MX, SRV and other records name as a host inside the zone has addresses and is no alias
 * (RFC 2181 §10.3), and a delegation to a name below itself has glue (RFC 1034 §4.2.1).
 */
final class TargetCheck implements RecordSetCheck {

  @Override
  public void check(CheckedZone zone) {
    RecordCursor set = zone.cursor();
    int type = set.type();
    int targetAt = RecordTypes.byNumber(type).hostAt();
    boolean isSeen =
        zone.place() == Place.AUTHORITATIVE || (zone.place() == Place.CUT && type == RecordType.NS);
    if (targetAt == HostNames.NONE || !isSeen) {
      return;
    }
    set.rewind();
    for (int record = 0; set.nextRecord(); record++) {
      check(zone, record, set.rdataOffset() + targetAt, set.rdataLength() - targetAt);
    }
  }

  private static void check(CheckedZone zone, int record, int offset, int length) {
    // RFC 7505, RFC 2782: a lone dot says that there is no such service.
    if (length <= 1) {
      return;
    }
    int labels = zone.labels(offset, length);
    if (isNumeric(zone.bytes(), offset, length)) {
      String target = target(zone, offset, length).toString();
      if (target.matches("([0-9]{1,3}\\.){4}")) {
        warn(zone, record, " names a host, but " + target + " looks like an address");
        return;
      }
    }
    if (labels == CheckedZone.OUTSIDE) {
      return;
    }
    ZoneNames names = zone.names();
    int encloser = names.encloser(zone.bytes(), offset, labels);
    switch (names.match(encloser, labels)) {
      case EXACT -> host(zone, record, encloser, offset, length);
      case WILDCARD -> host(zone, record, names.wildcard(encloser), offset, length);
      case REDIRECTED ->
          warn(
              zone,
              record,
              " names "
                  + target(zone, offset, length)
                  + ", which is below the DNAME "
                  + zone.name(encloser));
      case DELEGATED -> {
        boolean glueNeeded = zone.cursor().type() == RecordType.NS && encloser == zone.number();
        int glue = glueNeeded ? names.host(zone.bytes(), offset, labels) : ZoneNames.NONE;
        if (glueNeeded && (glue == ZoneNames.NONE || !zone.hasAddress(glue))) {
          zone.mark(record, Part.TARGET)
              .warning(
                  "glue is missing: "
                      + target(zone, offset, length)
                      + " is below its own delegation and has no A or AAAA records here");
        }
      }
      case NONEXISTENT ->
          warn(zone, record, " names " + target(zone, offset, length) + ", which does not exist");
    }
  }

  private static void host(CheckedZone zone, int record, int number, int offset, int length) {
    if (zone.names().set(number, RecordType.CNAME) != ZoneNames.NONE) {
      warn(zone, record, " names " + target(zone, offset, length) + ", which is a CNAME");
    } else if (!zone.hasAddress(number)) {
      warn(
          zone,
          record,
          " names " + target(zone, offset, length) + ", which has no A or AAAA records");
    }
  }

  private static void warn(CheckedZone zone, int record, String message) {
    zone.mark(record, Part.TARGET).warning(zone.type() + message);
  }

  private static DomainName target(CheckedZone zone, int offset, int length) {
    byte[] wire = Arrays.copyOfRange(zone.bytes(), offset, offset + length);
    return DomainName.ofWire(wire);
  }

  private static boolean isNumeric(byte[] bytes, int offset, int length) {
    for (int at = offset; at < offset + length - 1; at += 1 + bytes[at]) {
      for (int i = 1; i <= bytes[at]; i++) {
        if (bytes[at + i] < '0' || bytes[at + i] > '9') {
          return false;
        }
      }
    }
    return true;
  }
}
