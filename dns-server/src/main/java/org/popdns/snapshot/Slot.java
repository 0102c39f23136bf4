package org.popdns.snapshot;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;

/**
 * A place in answers for an RRset that is chosen per client or rotated per answer. What is the same
 * for all clients is one variant of the RRset; a {@link RegionalSlot} has more. Both ways: the
 * control side writes by it, the workers read by it. Static methods only; a {@code slot} or {@code
 * variant} is an offset.
 *
 * <pre>
 *   slot, 8-byte aligned; numbers in native byte order
 *     0  u32 only                    the slot's only variant, as an offset from the slot's
 *                                    beginning; 0 for a {@link RegionalSlot}
 *     4  u32                         0, or as said there
 *     8  the only variant
 *
 *   variant, 8-byte aligned
 *     0  u16 count                   records
 *     2  u16 stride                  bytes of each record; 0 if they differ in length
 *     4  u32 decision                an index that the reader counts answers by
 *     8  u32 length                  bytes of all records, once
 *    12  u16 signatureCount
 *    14  u16 signatureLength         bytes of the RRSIG records
 *    16  the records; twice where they are rotated and have a stride, so that the set from any
 *        record on, wrapped around, is one contiguous copy
 *        the RRSIG records of the set, for clients that ask for them
 *
 *   record: C0 0C | TYPE | CLASS | TTL | RDLENGTH | RDATA     in wire format
 * </pre>
 *
 * <p>Every record's owner is a pointer to the question's name; who puts the set elsewhere
 * overwrites those two bytes. Names within RDATA are not compressed.
 */
public final class Slot {

  /** A compression pointer to the question's name. */
  static final int OWNER_IS_QNAME = 0xC00C;

  /** Bytes of a record before its RDATA. */
  public static final int RECORD_FIXED_BYTES = 12;

  private static final int RDLENGTH = 10;

  /** What {@link #only} gives for a {@link RegionalSlot}. */
  public static final long BY_REGION = 0;

  /** Bytes of a slot before its only variant. */
  static final int HEADER_BYTES = 8;

  private static final int STRIDE = 2;
  private static final int DECISION = 4;
  private static final int LENGTH = 8;
  private static final int SIGNATURE_COUNT = 12;
  private static final int SIGNATURE_LENGTH = 14;
  private static final int RECORDS = 16;

  private Slot() {}

  /**
   * One of a slot's RRsets.
   *
   * @param type the records' type
   * @param ttlSeconds their time to live
   * @param rdata each record's RDATA; may be empty
   * @param signatures the RDATA of its RRSIG records; mostly empty
   * @param decision the index by which answers with it are counted; 0 where nobody counts
   */
  public record Variant(
      int type, long ttlSeconds, List<byte[]> rdata, List<byte[]> signatures, int decision) {

    /** Copies the lists. */
    public Variant {
      rdata = List.copyOf(rdata);
      signatures = List.copyOf(signatures);
    }

    private static final int RRSIG = 46;

    private int stride() {
      int first = rdata.isEmpty() ? 0 : rdata.getFirst().length;
      return rdata.stream().allMatch(each -> each.length == first) ? RECORD_FIXED_BYTES + first : 0;
    }

    /** How often the records stand where the set is rotated. */
    int copiesToRotate() {
      return stride() == 0 ? 1 : 2;
    }

    /** How often they stand where the set is given as it is; the signatures' place tells twice. */
    int copiesAsItStands() {
      return signatures.isEmpty() ? 1 : copiesToRotate();
    }

    /** Bytes of the variant, filled up to 8. */
    long sizeBytes(int copies) {
      return aligned(RECORDS + (long) copies * recordsBytes(rdata) + recordsBytes(signatures));
    }

    private static int recordsBytes(List<byte[]> rdata) {
      return rdata.stream().mapToInt(each -> RECORD_FIXED_BYTES + each.length).sum();
    }

    /** Writes the variant, with its records so many times, at an offset of the segment. */
    void write(MemorySegment slot, long at, int copies) {
      putHeader(slot, at, rdata.size(), stride(), recordsBytes(rdata));
      slot.set(ValueLayout.JAVA_INT, at + DECISION, decision);
      slot.set(ValueLayout.JAVA_SHORT, at + SIGNATURE_COUNT, (short) signatures.size());
      slot.set(ValueLayout.JAVA_SHORT, at + SIGNATURE_LENGTH, (short) recordsBytes(signatures));
      long next = at + RECORDS;
      for (int copy = 0; copy < copies; copy++) {
        next = writeAll(slot, next, type, rdata);
      }
      writeAll(slot, next, RRSIG, signatures);
    }

    private long writeAll(MemorySegment slot, long at, int type, List<byte[]> all) {
      long next = at;
      for (byte[] each : all) {
        WireFormat.put16(slot, next, OWNER_IS_QNAME);
        WireFormat.put16(slot, next + 2, type);
        WireFormat.put16(slot, next + 4, RecordClass.IN);
        WireFormat.put32(slot, next + 6, (int) ttlSeconds);
        WireFormat.put16(slot, next + RDLENGTH, each.length);
        next += RECORD_FIXED_BYTES;
        MemorySegment.copy(each, 0, slot, ValueLayout.JAVA_BYTE, next, each.length);
        next += each.length;
      }
      return next;
    }
  }

  // ---- what is written

  /** A slot of one variant without signatures, in memory that the garbage collector frees. */
  public static MemorySegment of(int type, long ttlSeconds, List<byte[]> rdata, int decision) {
    return of(new Variant(type, ttlSeconds, rdata, List.of(), decision));
  }

  /** A slot of one variant, in memory that the garbage collector frees. */
  public static MemorySegment of(Variant only) {
    int copies = only.copiesToRotate();
    MemorySegment slot = Arena.ofAuto().allocate(HEADER_BYTES + only.sizeBytes(copies), 8);
    slot.set(ValueLayout.JAVA_INT, 0, HEADER_BYTES);
    only.write(slot, HEADER_BYTES, copies);
    return slot;
  }

  /**
   * The bytes of an RRset's records, once, as they stand in a slot.
   *
   * @param rdata each record's RDATA
   */
  public static byte[] recordBytes(int type, long ttlSeconds, List<byte[]> rdata) {
    Variant set = new Variant(type, ttlSeconds, rdata, List.of(), 0);
    byte[] bytes = new byte[Variant.recordsBytes(rdata)];
    set.writeAll(MemorySegment.ofArray(bytes), 0, type, rdata);
    return bytes;
  }

  /**
   * Reserves room for a slot of one variant, of records of one length without signatures. The
   * caller writes them twice, from {@link #onlyRecords} on.
   *
   * @param stride bytes of each record
   * @return the slot's offset
   */
  public static int reserve(AnswerMemory memory, int count, int stride) {
    int slot = memory.reserve(HEADER_BYTES + RECORDS + 2 * count * stride);
    long variant = (long) slot + HEADER_BYTES;
    memory.u32(slot, HEADER_BYTES);
    memory.u16(variant, count);
    memory.u16(variant + STRIDE, stride);
    memory.u32(variant + LENGTH, count * stride);
    return slot;
  }

  /** Where the records of a slot's only variant begin. */
  public static int onlyRecords(int slot) {
    return slot + HEADER_BYTES + RECORDS;
  }

  private static void putHeader(MemorySegment slot, long at, int count, int stride, int length) {
    slot.set(ValueLayout.JAVA_SHORT, at, (short) count);
    slot.set(ValueLayout.JAVA_SHORT, at + STRIDE, (short) stride);
    slot.set(ValueLayout.JAVA_INT, at + LENGTH, length);
  }

  /** The length filled up to 8 bytes. */
  static long aligned(long length) {
    return (length + 7) & -8L;
  }

  // ---- what is read

  /**
   * The variant that everybody gets, in rotation.
   *
   * @return its offset in the segment, or {@link #BY_REGION}
   */
  public static long only(MemorySegment segment, long slot) {
    int only = segment.get(ValueLayout.JAVA_INT, slot);
    return only == 0 ? BY_REGION : slot + only;
  }

  /** Number of records. */
  public static int count(MemorySegment segment, long variant) {
    return segment.get(ValueLayout.JAVA_SHORT, variant) & 0xffff;
  }

  /** Length of each record in bytes; 0 if they differ, and can't begin with any of them. */
  public static int stride(MemorySegment segment, long variant) {
    return segment.get(ValueLayout.JAVA_SHORT, variant + STRIDE) & 0xffff;
  }

  /** The index by which answers with this variant are counted; 0 where nobody counts. */
  public static int decision(MemorySegment segment, long variant) {
    return segment.get(ValueLayout.JAVA_INT, variant + DECISION);
  }

  /** Bytes of all records, once. */
  public static int length(MemorySegment segment, long variant) {
    return segment.get(ValueLayout.JAVA_INT, variant + LENGTH);
  }

  /** Number of RRSIG records. */
  public static int signatureCount(MemorySegment segment, long variant) {
    return segment.get(ValueLayout.JAVA_SHORT, variant + SIGNATURE_COUNT) & 0xffff;
  }

  /** Bytes of the RRSIG records. */
  public static int signatureLength(MemorySegment segment, long variant) {
    return segment.get(ValueLayout.JAVA_SHORT, variant + SIGNATURE_LENGTH) & 0xffff;
  }

  /** Where the records begin. */
  public static long records(long variant) {
    return variant + RECORDS;
  }

  /** Where the RRSIG records begin. */
  public static long signatures(MemorySegment segment, long variant) {
    int once = length(segment, variant);
    return variant + RECORDS + (stride(segment, variant) == 0 ? once : 2L * once);
  }

  /** Bytes of the record at an offset of a message or slot, whose owner is a pointer. */
  public static int recordLength(MemorySegment segment, long record) {
    return RECORD_FIXED_BYTES + WireFormat.u16(segment, record + RDLENGTH);
  }
}
