package org.popdns.config.zone;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.popdns.config.problem.Span;
import org.popdns.record.RecordType;

/**
 * The RDATA of one record set, one record behind the other, in buffers that are used over and over.
 * Used by the one thread that loads.
 */
final class SetValues {

  // Above this, records are told apart by a hash table.
  private static final int FEW = 8;

  private byte[] bytes = new byte[512];
  private int[] ends = new int[16];
  private Span[] wheres = new Span[16];
  private Span[] targets = new Span[16];
  private int count;
  private final Set<ByteBuffer> keys = new HashSet<>();

  /** Begins a set. */
  void clear() {
    count = 0;
    keys.clear();
  }

  /** How many records there are. */
  int count() {
    return count;
  }

  /** What the offsets lead into. Valid until the next record is added. */
  byte[] bytes() {
    return bytes;
  }

  /** Where a record's RDATA begins. */
  int from(int record) {
    return record == 0 ? 0 : ends[record - 1];
  }

  /** Where it ends. */
  int to(int record) {
    return ends[record];
  }

  /** Where a record stands. */
  Span where(int record) {
    return wheres[record];
  }

  /** Where the names stand that the records lead to, or else the records. */
  Span[] targets() {
    return targets;
  }

  /**
   * Adds a record, unless it is there.
   *
   * @param rdata from the beginning, names uncompressed; copied
   * @return the record that is the same (RFC 2181 §5), or -1
   */
  int add(RecordType type, byte[] rdata, int length, Span where, Span target) {
    int from = count == 0 ? 0 : ends[count - 1];
    if (from + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, (from + length) * 2);
    }
    System.arraycopy(rdata, 0, bytes, from, length);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
      wheres = Arrays.copyOf(wheres, count * 2);
      targets = Arrays.copyOf(targets, count * 2);
    }
    ends[count] = from + length;
    int same = count == 0 ? -1 : same(type, count);
    if (same < 0) {
      wheres[count] = where;
      targets[count] = target;
      count++;
    }
    return same;
  }

  private int same(RecordType type, int added) {
    ByteBuffer key = key(type, added);
    if (added == FEW) {
      for (int i = 0; i < added; i++) {
        keys.add(key(type, i));
      }
    }
    if (added >= FEW && keys.add(key)) {
      return -1;
    }
    for (int i = 0; i < added; i++) {
      // The canonical form has the length of any other.
      if (to(i) - from(i) == key.limit() && key(type, i).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private ByteBuffer key(RecordType type, int record) {
    byte[] rdata = Arrays.copyOfRange(bytes, from(record), to(record));
    type.toCanonical(rdata, 0, rdata.length);
    return ByteBuffer.wrap(rdata);
  }
}
