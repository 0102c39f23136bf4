package org.popdns.config.diff;

import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.RecordCursor;
import org.popdns.name.DomainName;

/**
 * Goes through the names of a zone that own records, each once, in canonical order; makes no object
 * for them. Used by one thread.
 */
final class OwnerWalk {

  private final PackedRecordSets sets;
  private final RecordCursor cursor;
  private int next;

  OwnerWalk(PackedRecordSets sets) {
    this.sets = sets;
    this.cursor = sets.cursor();
  }

  /** Goes to the next name; false if there is none. */
  boolean next() {
    int offset = cursor.ownerOffset();
    int length = cursor.ownerLength();
    boolean first = next == 0;
    while (next < sets.size()) {
      cursor.move(next++);
      if (first || cursor.compareOwner(cursor.bytes(), offset, length) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The name. */
  DomainName name() {
    return cursor.owner();
  }

  /** Compares the names where two walks stand in zones of the same origin, in canonical order. */
  int compareTo(OwnerWalk other) {
    return cursor.compareOwner(
        other.cursor.bytes(), other.cursor.ownerOffset(), other.cursor.ownerLength());
  }
}
