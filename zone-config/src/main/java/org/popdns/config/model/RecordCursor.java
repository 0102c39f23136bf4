package org.popdns.config.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.popdns.name.DomainName;
import org.popdns.name.NameOrder;

/**
 * Reads one record set after the other in place, without an object for each. Used by one thread.
 *
 * <pre>{@code
 * RecordCursor cursor = sets.cursor();
 * for (int i = 0; i < sets.size(); i++) {
 *   cursor.move(i);
 *   while (cursor.nextRecord()) { ... cursor.rdataOffset() ... }
 * }
 * }</pre>
 */
public final class RecordCursor {

  private final PackedRecordSets sets;
  private final byte[] bytes;
  private int owner;
  private int ownerLength;
  private int fixed;
  private int plan;
  private int file;
  private int line;
  private int column;
  private int recordCount;
  private int recordsLeft;
  private int firstRecord;
  private int rdata;
  private int rdataLength;
  private int at;

  RecordCursor(PackedRecordSets sets) {
    this.sets = sets;
    this.bytes = sets.bytes();
  }

  /** Goes to a set, before its first record. */
  public void move(int index) {
    at = sets.start(index);
    ownerLength = bytes[at] & 0xff;
    owner = at + 1;
    fixed = owner + ownerLength;
    at = fixed + 6;
    plan = number() - 1;
    file = number();
    line = number();
    column = number();
    recordCount = number();
    recordsLeft = recordCount;
    firstRecord = at;
  }

  /** Goes back to before the set's first record. */
  public void rewind() {
    at = firstRecord;
    recordsLeft = recordCount;
  }

  /** Goes to the set's next record; false if there is none. */
  public boolean nextRecord() {
    if (recordsLeft == 0) {
      return false;
    }
    recordsLeft--;
    rdataLength = number();
    rdata = at;
    at += rdataLength;
    return true;
  }

  /** What the offsets lead into; nobody changes it. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the owner's labels begin. */
  public int ownerOffset() {
    return owner;
  }

  /** Bytes of the owner's labels without the origin's; 0 at the apex. */
  public int ownerLength() {
    return ownerLength;
  }

  /** The owner's name. */
  public DomainName owner() {
    return name(owner, ownerLength);
  }

  /** The name that some of the bytes make before the origin. */
  public DomainName name(int offset, int length) {
    byte[] origin = sets.origin().toWire();
    byte[] wire = new byte[length + origin.length];
    System.arraycopy(bytes, offset, wire, 0, length);
    System.arraycopy(origin, 0, wire, length, origin.length);
    return DomainName.ofWire(wire);
  }

  /** The type's number. */
  public int type() {
    return (bytes[fixed] & 0xff) << 8 | (bytes[fixed + 1] & 0xff);
  }

  /** The TTL. */
  public long ttlSeconds() {
    return (bytes[fixed + 2] & 0xffL) << 24
        | (bytes[fixed + 3] & 0xff) << 16
        | (bytes[fixed + 4] & 0xff) << 8
        | (bytes[fixed + 5] & 0xff);
  }

  /** True if a plan gives the addresses; the records are then the last resort. */
  public boolean isSteered() {
    return plan >= 0;
  }

  /** The index of the plan that gives the addresses. */
  public int plan() {
    return plan;
  }

  Position position(List<Path> files) {
    return new Position(files.get(file), line, column);
  }

  /** How many records the set has. */
  public int recordCount() {
    return recordCount;
  }

  /** Where the record's RDATA begins. */
  public int rdataOffset() {
    return rdata;
  }

  /** Bytes of the record's RDATA. */
  public int rdataLength() {
    return rdataLength;
  }

  /** Compares the owner with labels that stand before the same origin, in canonical order. */
  public int compareOwner(byte[] labels, int from, int length) {
    return NameOrder.compare(bytes, owner, ownerLength, labels, from, length);
  }

  /** True if owner, type, TTL and records are the same; both cursors are then at the end. */
  boolean hasSameRecords(RecordCursor other) {
    if (ownerLength != other.ownerLength
        || recordCount != other.recordCount
        || !Arrays.equals(bytes, fixed, fixed + 6, other.bytes, other.fixed, other.fixed + 6)
        || NameOrder.compare(bytes, owner, ownerLength, other.bytes, other.owner, other.ownerLength)
            != 0) {
      return false;
    }
    while (nextRecord() && other.nextRecord()) {
      if (!Arrays.equals(bytes, rdata, at, other.bytes, other.rdata, other.at)) {
        return false;
      }
    }
    return true;
  }

  private int number() {
    int value = bytes[at++];
    if (value >= 0) {
      return value;
    }
    value &= 0x7f;
    for (int shift = 7; ; shift += 7) {
      int next = bytes[at++];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
