package org.popdns.snapshot;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * An RRset of addresses that is answered in rotation. Each record has the same length, and the
 * records are stored twice in a row, so that the set from any record on, wrapped around, is one
 * contiguous copy:
 *
 * <pre>
 *   0         2          4             8                                 8 + 2 * count * stride
 *   | count   | stride   | decision    | record 0 | record 1 | ... | record 0 | record 1 | ... |
 *     u16       u16        u32 (native byte order; records in wire format)
 *
 *   record: C0 0C | TYPE | CLASS | TTL | RDLENGTH | address
 * </pre>
 *
 * The owner is a pointer to the question's name; who puts the set elsewhere overwrites those two
 * bytes. {@code decision} is an index that the reader counts answers by. Static methods only: the
 * layout, shared by those who write and the workers who read.
 */
public final class RotatingSet {

  /** Bytes before the first record. */
  public static final int HEADER_BYTES = 8;

  /** A compression pointer to the question's name. */
  static final int OWNER_IS_QNAME = 0xC00C;

  private static final int FIXED_RECORD_BYTES = 12;
  private static final int CLASS_IN = 1;

  private RotatingSet() {}

  /** Number of records of the set at {@code offset}. */
  public static int count(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_SHORT, offset) & 0xffff;
  }

  /** Length of each record in bytes. */
  public static int stride(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_SHORT, offset + 2) & 0xffff;
  }

  /** The index by which answers with this set are counted; 0 where nobody counts. */
  public static int decision(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_INT, offset + 4);
  }

  /** How many bytes a set takes. */
  public static int sizeBytes(int count, int rdataLength) {
    return HEADER_BYTES + 2 * count * (FIXED_RECORD_BYTES + rdataLength);
  }

  /**
   * A set in memory of its own, which the garbage collector frees.
   *
   * @param type the records' type
   * @param ttlSeconds their time to live
   * @param rdata each record's RDATA, all of one length; may be empty
   * @param decision the index by which answers with it are counted
   */
  public static MemorySegment of(int type, long ttlSeconds, List<byte[]> rdata, int decision) {
    int rdataLength = rdata.isEmpty() ? 0 : rdata.getFirst().length;
    MemorySegment segment = Arena.ofAuto().allocate(sizeBytes(rdata.size(), rdataLength), 8);
    MemorySegment.copy(
        encode(type, ttlSeconds, rdata, decision),
        0,
        segment,
        ValueLayout.JAVA_BYTE,
        0,
        (int) segment.byteSize());
    return segment;
  }

  /** The bytes of a set, as in {@link #of}. */
  public static byte[] encode(int type, long ttlSeconds, List<byte[]> rdata, int decision) {
    int count = rdata.size();
    int rdataLength = rdata.isEmpty() ? 0 : rdata.getFirst().length;
    int stride = FIXED_RECORD_BYTES + rdataLength;
    byte[] bytes = new byte[sizeBytes(count, rdataLength)];
    MemorySegment header = MemorySegment.ofArray(bytes);
    header.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) count);
    header.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2, (short) stride);
    header.set(ValueLayout.JAVA_INT_UNALIGNED, 4, decision);
    for (int i = 0; i < 2 * count; i++) {
      byte[] address = rdata.get(i % count);
      if (address.length != rdataLength) {
        throw new IllegalArgumentException("records of " + rdataLength + " and " + address.length);
      }
      int at = HEADER_BYTES + i * stride;
      bytes[at] = (byte) (OWNER_IS_QNAME >>> 8);
      bytes[at + 1] = (byte) OWNER_IS_QNAME;
      bytes[at + 2] = (byte) (type >>> 8);
      bytes[at + 3] = (byte) type;
      bytes[at + 5] = CLASS_IN;
      bytes[at + 6] = (byte) (ttlSeconds >>> 24);
      bytes[at + 7] = (byte) (ttlSeconds >>> 16);
      bytes[at + 8] = (byte) (ttlSeconds >>> 8);
      bytes[at + 9] = (byte) ttlSeconds;
      bytes[at + 10] = (byte) (rdataLength >>> 8);
      bytes[at + 11] = (byte) rdataLength;
      System.arraycopy(address, 0, bytes, at + FIXED_RECORD_BYTES, rdataLength);
    }
    return bytes;
  }
}
