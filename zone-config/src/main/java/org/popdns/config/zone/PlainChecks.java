package org.popdns.config.zone;

import org.jspecify.annotations.Nullable;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordCursor;
import org.popdns.config.record.RecordType;
import org.popdns.config.record.SoaRdata;
import org.popdns.name.NameOrder;
import org.popdns.name.NameTable;

/**
 * Whether {@link ZoneChecks} would find nothing to report in a plain zone. Where it takes more than
 * a look to know, the answer is no, and those checks are made. Used once, by one thread.
 */
final class PlainChecks {

  private static final long WEEK = 604_800;
  private static final long DAY = 86_400;
  // Well below what SizeCheck allows.
  private static final int MOST_BYTES = 60_000;
  private static final int RECORD_BYTES = 12;
  private static final int MOST_CNAMES = 8;

  private final PackedRecordSets sets;
  private final SoaRdata soa;
  private final byte[] origin;
  private final RecordCursor cursor;
  private final RecordCursor other;
  private int[] firstSets = {};
  private @Nullable NameTable names;

  // The delegation that the names now looked at are at or below; -1 if there is none.
  private int cut = -1;

  PlainChecks(PackedRecordSets sets, SoaRdata soa) {
    this.sets = sets;
    this.soa = soa;
    this.origin = sets.origin().toWire();
    this.cursor = sets.cursor();
    this.other = sets.cursor();
  }

  void check() throws NotPlain {
    boolean sane =
        soa.expire() > soa.refresh() + soa.retry()
            && soa.retry() < soa.refresh()
            && soa.minimum() <= DAY;
    NotPlain.unless(sane && sets.indexOf(sets.origin(), RecordType.NS) >= 0);
    for (int from = 0; from < sets.size(); ) {
      int to = endOfName(from);
      name(from, to);
      from = to;
    }
  }

  /** The first set behind those of the same owner. */
  private int endOfName(int from) {
    other.move(from);
    int owner = other.ownerOffset();
    int length = other.ownerLength();
    int to = from + 1;
    while (to < sets.size()) {
      other.move(to);
      if (compare(other, owner, length) != 0) {
        break;
      }
      to++;
    }
    return to;
  }

  private static int compare(RecordCursor set, int owner, int length) {
    byte[] bytes = set.bytes();
    return NameOrder.compare(bytes, set.ownerOffset(), set.ownerLength(), bytes, owner, length);
  }

  private void name(int from, int to) throws NotPlain {
    cursor.move(from);
    if (cut >= 0 && !isBelow(cursor, cut)) {
      cut = -1;
    }
    boolean belowCut = cut >= 0;
    boolean isApex = cursor.ownerLength() == 0;
    for (int i = from; i < to; i++) {
      cursor.move(i);
      if (cursor.type() == RecordType.NS && !isApex) {
        NotPlain.unless(!belowCut);
        cut = i;
      }
    }
    for (int i = from; i < to; i++) {
      cursor.move(i);
      NotPlain.unless(cursor.ttlSeconds() <= WEEK);
      if (cut >= 0) {
        belongsToCut(belowCut);
      } else {
        NotPlain.unless(cursor.type() != RecordType.DS);
      }
      records(to - from, isApex);
    }
  }

  private boolean isBelow(RecordCursor set, int above) {
    other.move(above);
    return NameOrder.isAtOrBelow(
        set.bytes(),
        set.ownerOffset(),
        set.ownerLength(),
        other.bytes(),
        other.ownerOffset(),
        other.ownerLength());
  }

  /** As OcclusionCheck: the delegation itself, and the addresses of its nameservers. */
  private void belongsToCut(boolean belowCut) throws NotPlain {
    int type = cursor.type();
    if (!belowCut && (type == RecordType.NS || type == RecordType.DS)) {
      return;
    }
    NotPlain.unless(type == RecordType.A || type == RecordType.AAAA);
    other.move(cut);
    boolean found = false;
    while (!found && other.nextRecord()) {
      found = isOwner(other.rdataOffset(), other.rdataLength());
    }
    NotPlain.unless(found);
  }

  /** True if a name in RDATA is the cursor's owner. */
  private boolean isOwner(int offset, int length) {
    int labels = PlainName.lengthWithout(cursor.bytes(), offset, length, origin);
    return labels >= 0 && compare(cursor, offset, labels) == 0;
  }

  private void records(int setsOfName, boolean isApex) throws NotPlain {
    int type = cursor.type();
    int targetAt =
        switch (type) {
          case RecordType.NS, RecordType.CNAME -> 0;
          case RecordType.MX -> 2;
          case RecordType.SRV -> 6;
          default -> -1;
        };
    NotPlain.unless(type != RecordType.CNAME || (setsOfName == 1 && !isApex));
    int total = 0;
    while (cursor.nextRecord()) {
      total += RECORD_BYTES + cursor.rdataLength();
      NotPlain.unless(total <= MOST_BYTES);
      if (targetAt >= 0) {
        target(type, cursor.rdataOffset() + targetAt, cursor.rdataLength() - targetAt);
      }
    }
  }

  private void target(int type, int offset, int length) throws NotPlain {
    byte[] bytes = cursor.bytes();
    NotPlain.unless(length > 1);
    if (type != RecordType.CNAME) {
      NotPlain.unless(!isNumeric(bytes, offset, length));
    }
    int labels = PlainName.lengthWithout(bytes, offset, length, origin);
    if (labels < 0) {
      return;
    }
    if (type != RecordType.CNAME) {
      int found = find(offset, labels);
      NotPlain.unless(found >= 0 && has(found, RecordType.CNAME) < 0);
      NotPlain.unless(has(found, RecordType.A) >= 0 || has(found, RecordType.AAAA) >= 0);
      return;
    }
    int from = offset;
    int to = labels;
    for (int passed = 0; passed < MOST_CNAMES; passed++) {
      int found = find(from, to);
      NotPlain.unless(found >= 0);
      int alias = has(found, RecordType.CNAME);
      if (alias < 0) {
        return;
      }
      other.move(alias);
      NotPlain.unless(other.nextRecord());
      from = other.rdataOffset();
      to = PlainName.lengthWithout(bytes, from, other.rdataLength(), origin);
      if (to < 0) {
        return;
      }
    }
    throw new NotPlain();
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

  /** The set of a type, among those of the owner of the set {@code first}; -1 if there is none. */
  private int has(int first, int type) {
    int end = endOfName(first);
    for (int i = first; i < end; i++) {
      other.move(i);
      if (other.type() == type) {
        return i;
      }
    }
    return -1;
  }

  /** The first set of a name; -1 if there is none. */
  private int find(int labels, int length) {
    NameTable table = names;
    if (table == null) {
      table = index();
      names = table;
    }
    int number = table.find(cursor.bytes(), labels, length);
    return number == NameTable.NONE ? -1 : firstSets[number];
  }

  /** Numbers the names, at the first target that must be looked for. */
  private NameTable index() {
    firstSets = new int[sets.size()];
    int[] offsets = new int[sets.size()];
    byte[] lengths = new byte[sets.size()];
    int size = 0;
    for (int from = 0; from < sets.size(); from = endOfName(from)) {
      other.move(from);
      firstSets[size] = from;
      offsets[size] = other.ownerOffset();
      lengths[size] = (byte) other.ownerLength();
      size++;
    }
    return new NameTable(cursor.bytes(), offsets, lengths, size);
  }
}
