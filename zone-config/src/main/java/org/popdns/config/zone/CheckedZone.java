package org.popdns.config.zone;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.HostNames;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordCursor;
import org.popdns.config.model.ZoneNames;
import org.popdns.config.model.ZoneNames.Place;
import org.popdns.config.problem.Mark;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.name.DomainName;
import org.popdns.name.NameOrder;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * A zone while it is checked: its names as they are answered, the record set that is looked at, and
 * where to report what is wrong with it. Used by the one thread that loads the zone.
 */
final class CheckedZone {

  /** A name in RDATA is outside the zone. */
  static final int OUTSIDE = -1;

  private final ZoneRecords records;
  private final PackedRecordSets sets;
  private final ZoneNames names;
  private final byte[] origin;
  private final boolean isWhole;
  private final RecordCursor cursor;
  private final RecordCursor other;
  private @Nullable BitSet sentAlong;
  private int number;
  private int set;
  private int longTtls;
  private int longTtlNumber;
  private int longTtlSet;

  CheckedZone(ZoneRecords records, PackedRecordSets sets) {
    this.records = records;
    this.sets = sets;
    this.names = ZoneNames.of(sets);
    this.isWhole = records.completeness() == ZoneRecords.Completeness.COMPLETE;
    this.origin = sets.origin().toWire();
    this.cursor = sets.cursor();
    this.other = sets.cursor();
  }

  /** Goes to a set of a name. */
  void move(int toNumber, int toSet) {
    number = toNumber;
    set = toSet;
    cursor.move(toSet);
  }

  /** The set that is looked at has a TTL of more than a week. */
  void noteLongTtl() {
    if (longTtls++ == 0) {
      longTtlNumber = number;
      longTtlSet = set;
    }
  }

  /** Reports what was noted of many sets, once all were looked at. */
  void report() {
    if (longTtls > 0) {
      move(longTtlNumber, longTtlSet);
      TtlCheck.report(mark(Part.RECORD), cursor.ttlSeconds(), longTtls - 1);
    }
  }

  /** True if nothing was refused, so that what seems to be missing is. */
  boolean isWhole() {
    return isWhole;
  }

  ZoneRecords records() {
    return records;
  }

  ZoneNames names() {
    return names;
  }

  /** The set that is looked at, before its first record. */
  RecordCursor cursor() {
    return cursor;
  }

  byte[] bytes() {
    return cursor.bytes();
  }

  /** The number of the owner. */
  int number() {
    return number;
  }

  /** True for the first set of the owner. */
  boolean isFirst() {
    return set == names.firstSet(number);
  }

  boolean isApex() {
    return number == 0;
  }

  Place place() {
    return names.place(number);
  }

  RecordType type() {
    return RecordTypes.byNumber(cursor.type());
  }

  DomainName origin() {
    return sets.origin();
  }

  String cluster() {
    return sets.plans().get(cursor.plan());
  }

  DomainName name(int ofNumber) {
    return cursor.name(names.offset(ofNumber), names.length(ofNumber));
  }

  /** The whole name of labels that stand before the origin. */
  DomainName name(int offset, int length) {
    return cursor.name(offset, length);
  }

  /** The place of the set that is looked at. */
  Mark mark(Part part) {
    return mark(0, part);
  }

  /** The place of a record of it. */
  Mark mark(int record, Part part) {
    return records.mark(
        bytes(), cursor.ownerOffset(), cursor.ownerLength(), cursor.type(), record, part);
  }

  /** The line of a name's records of a type. */
  int line(int ofNumber, int type) {
    return records
        .mark(bytes(), names.offset(ofNumber), names.length(ofNumber), type, 0, Part.RECORD)
        .position()
        .line();
  }

  /** A second cursor, for other sets than the one that is looked at. */
  RecordCursor other(int otherSet) {
    other.move(otherSet);
    return other;
  }

  /**
   * Bytes of a name's labels before the origin's.
   *
   * @return {@link #OUTSIDE} if it is not of the zone
   */
  int labels(int offset, int length) {
    return NameOrder.isAtOrBelow(bytes(), offset, length, origin, 0, origin.length)
        ? length - origin.length
        : OUTSIDE;
  }

  boolean hasAddress(int ofNumber) {
    return names.set(ofNumber, RecordType.A) != ZoneNames.NONE
        || names.set(ofNumber, RecordType.AAAA) != ZoneNames.NONE;
  }

  /** The delegation point or the name with a DNAME record that the owner lies below. */
  int above() {
    int from = cursor.ownerOffset();
    int end = from + cursor.ownerLength();
    return names.encloser(bytes(), from, end - from);
  }

  /** True if answers of the zone send the owner's addresses along. */
  boolean isSentAlong() {
    BitSet known = sentAlong;
    if (known == null) {
      known = hosts();
      sentAlong = known;
    }
    return known.get(number);
  }

  private BitSet hosts() {
    BitSet hosts = new BitSet(names.size());
    RecordCursor at = sets.cursor();
    byte[] bytes = at.bytes();
    for (int name = 0; name < names.size(); name++) {
      Place place = names.place(name);
      if (place != Place.AUTHORITATIVE && place != Place.CUT) {
        continue;
      }
      for (int i = names.firstSet(name); i < names.endSet(name); i++) {
        at.move(i);
        boolean isSeen = place == Place.AUTHORITATIVE || at.type() == RecordType.NS;
        while (isSeen && at.nextRecord()) {
          int target = HostNames.at(at.type(), bytes, at.rdataOffset());
          if (target == HostNames.NONE) {
            isSeen = HostNames.dependsOnRecord(at.type());
            continue;
          }
          int offset = at.rdataOffset() + target;
          int length = labels(offset, lengthOfName(bytes, offset));
          int host = length == OUTSIDE ? ZoneNames.NONE : names.host(bytes, offset, length);
          if (host != ZoneNames.NONE) {
            hosts.set(host);
          }
        }
      }
    }
    return hosts;
  }

  private static int lengthOfName(byte[] bytes, int offset) {
    int at = offset;
    while (bytes[at] != 0) {
      at += 1 + bytes[at];
    }
    return at + 1 - offset;
  }
}
