package org.popdns.config.model;

import org.popdns.name.NameOrder;
import org.popdns.record.RecordType;

/**
 * The names of a zone that were asked for, found by bisection of its record sets, which are in
 * canonical order. For a question or two about a zone of any size; used by one thread, which gives
 * numbers to names as it finds them.
 */
final class SearchedNames extends ZoneNames {

  private static final int FEW = 16;

  private final RecordCursor cursor;

  SearchedNames(PackedRecordSets sets) {
    super(sets, FEW);
    cursor = sets.cursor();
    add(0, 0, 0, end(0), Place.AUTHORITATIVE);
  }

  @Override
  public int find(byte[] labels, int from, int length) {
    int first = firstNotBefore(labels, from, length);
    if (first == sets().size()) {
      return NONE;
    }
    cursor.move(first);
    int owner = cursor.ownerOffset();
    int ownerLength = cursor.ownerLength();
    // Canonical order puts all that is below a name right behind it (RFC 4034 §6.1).
    if (!NameOrder.isAtOrBelow(bytes, owner, ownerLength, labels, from, length)) {
      return NONE;
    }
    int name = owner + ownerLength - length;
    int known = known(name, length);
    if (known != NONE) {
      return known;
    }
    Place place = placeBelow(labels, from + 1 + labels[from], from + length);
    if (ownerLength > length) {
      // What lies below a delegation point or a DNAME record has no empty non-terminals.
      return place == Place.AUTHORITATIVE ? add(name, length, 0, 0, place) : NONE;
    }
    int found = add(name, length, first, end(first), place);
    if (place == Place.AUTHORITATIVE && set(found, RecordType.NS) != NONE) {
      move(found, Place.CUT);
    }
    return found;
  }

  private int firstNotBefore(byte[] labels, int from, int length) {
    int low = 0;
    int high = sets().size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      cursor.move(middle);
      if (cursor.compareOwner(labels, from, length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int known(int name, int length) {
    for (int number = 0; number < size(); number++) {
      if (length(number) == length && (offset(number) == name || length == 0)) {
        return number;
      }
    }
    return NONE;
  }

  /** Where a name stands whose next name above begins at an offset. */
  private Place placeBelow(byte[] labels, int above, int end) {
    int parent = find(labels, above, end - above);
    if (parent == NONE) {
      return placeBelow(labels, above + 1 + labels[above], end);
    }
    return switch (place(parent)) {
      case CUT, BELOW_CUT -> Place.BELOW_CUT;
      case BELOW_DNAME -> Place.BELOW_DNAME;
      case AUTHORITATIVE ->
          set(parent, RecordType.DNAME) == NONE ? Place.AUTHORITATIVE : Place.BELOW_DNAME;
    };
  }

  /** The set behind the last of the owner of a set. */
  private int end(int first) {
    cursor.move(first);
    int owner = cursor.ownerOffset();
    int length = cursor.ownerLength();
    int end = first + 1;
    while (end < sets().size()) {
      cursor.move(end);
      if (cursor.compareOwner(bytes, owner, length) != 0) {
        break;
      }
      end++;
    }
    return end;
  }
}
