package org.popdns.config.model;

import org.jspecify.annotations.Nullable;
import org.popdns.name.NameOrder;
import org.popdns.name.NameTable;
import org.popdns.record.RecordType;

/**
 * All names of a zone, numbered in canonical order. A hash table, made at the first question, has
 * each one's number. Immutable but for that table; used by the threads that check or compile a
 * zone.
 */
final class NumberedNames extends ZoneNames {

  private volatile @Nullable NameTable table;

  NumberedNames(PackedRecordSets sets) {
    super(sets, sets.size() + 8);
    number(sets.cursor());
  }

  private void number(RecordCursor cursor) {
    add(0, 0, 0, 0, Place.AUTHORITATIVE);
    int cut = NONE;
    int redirect = NONE;
    int last = 0;
    // Canonical order puts all that is below a name right behind it (RFC 4034 §6.1).
    for (int i = 0; i < sets().size(); i++) {
      cursor.move(i);
      int name = cursor.ownerOffset();
      int length = cursor.ownerLength();
      if (isName(last, name, length)) {
        endAt(last, i + 1);
      } else if (cut != NONE && isBelow(name, length, cut)) {
        last = add(name, length, i, i + 1, Place.BELOW_CUT);
      } else if (redirect != NONE && isBelow(name, length, redirect)) {
        last = add(name, length, i, i + 1, Place.BELOW_DNAME);
      } else {
        addEmptyNonTerminals(last, name, length);
        last = add(name, length, i, i + 1, Place.AUTHORITATIVE);
      }
      if (!isNode(last)) {
        continue;
      }
      if (cursor.type() == RecordType.NS && last != 0) {
        move(last, Place.CUT);
        cut = last;
      }
      if (cursor.type() == RecordType.DNAME) {
        redirect = last;
      }
    }
  }

  /** Adds the names between a new one and those that it shares with the one before it. */
  private void addEmptyNonTerminals(int before, int name, int length) {
    addEmptyFrom(before, name + 1 + bytes[name], name + length);
  }

  /** The farthest first: a name stands right before those below it. */
  private void addEmptyFrom(int before, int at, int end) {
    int length = end - at;
    if (length == 0
        || NameOrder.isAtOrBelow(bytes, names[before], length(before), bytes, at, length)) {
      return;
    }
    addEmptyFrom(before, at + 1 + bytes[at], end);
    add(at, length, 0, 0, Place.AUTHORITATIVE);
  }

  private boolean isName(int number, int name, int length) {
    return length(number) == length && NameOrder.isSame(bytes, names[number], bytes, name, length);
  }

  private boolean isBelow(int name, int length, int above) {
    int aboveLength = length(above);
    return aboveLength < length
        && NameOrder.isAtOrBelow(bytes, name, length, bytes, names[above], aboveLength);
  }

  @Override
  public int find(byte[] labels, int from, int length) {
    return table().find(labels, from, length);
  }

  private NameTable table() {
    NameTable known = table;
    if (known == null) {
      known = new NameTable(bytes, names, lengths, size());
      table = known;
    }
    return known;
  }
}
