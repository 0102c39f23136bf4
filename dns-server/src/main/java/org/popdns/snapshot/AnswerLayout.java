package org.popdns.snapshot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A compiled answer in a zone's memory: everything after the question, in wire format, and what is
 * to be done to it. Fields are in native byte order, the body in network order; 8-byte aligned.
 *
 * <pre>
 *    0  u16 bodyLength        bytes of the body
 *    2  u16 requiredLength    bytes of it that an answer without TC must have; the rest is optional
 *    4  u16 baseNameLength    length of the name that the body was compiled for
 *    6  u16 relocationCount
 *    8  u16 ancount           records in the body, per section
 *   10  u16 nscount
 *   12  u16 arcount
 *   14  u16 requiredArcount   additional records within requiredLength
 *   16  u8  rcode
 *   17  u8  authoritative     1 if AA is set
 *   18  u16 blockCount
 *   20  u32 emptyAnswer / 8   the answer to give when a block of the answer section is empty
 *   24  blockCount * 8        blocks: u32 source, u16 owner pointer, u8 kind, u8 1 if owner shifts
 *       relocationCount * 2   offsets in the body of compression pointers
 *       bodyLength            the records
 * </pre>
 *
 * <p><b>Blocks</b> are rotating RRsets ({@link RotatingSet}) that follow the body: of the zone
 * itself ({@link #KIND_STATIC}, source is its offset / 8 in the zone's memory) or a slot of {@link
 * HealthAnswers} ({@link #KIND_SLOT}, source is the slot's number), in the answer section or, with
 * {@link #KIND_ADDITIONAL}, in the additional section.
 *
 * <p><b>Relocation.</b> The body's pointers lead into the question's name or into the body, as if
 * the question had the name compiled for. An answer for a name further down (a wildcard's, a
 * referral, a denial) has a longer question: both the name's common end and the body then stand
 * {@code qname length - baseNameLength} bytes further on, so the same number is added to every
 * listed pointer. A pointer to the question's whole name is C00C in any case and not listed.
 */
public final class AnswerLayout {

  static final int BODY_LENGTH = 0;
  static final int REQUIRED_LENGTH = 2;
  static final int BASE_NAME_LENGTH = 4;
  static final int RELOCATION_COUNT = 6;
  static final int ANCOUNT = 8;
  static final int NSCOUNT = 10;
  static final int ARCOUNT = 12;
  static final int REQUIRED_ARCOUNT = 14;
  static final int RCODE = 16;
  static final int AUTHORITATIVE = 17;
  static final int BLOCK_COUNT = 18;
  static final int EMPTY_ANSWER = 20;

  /** Bytes before the blocks. */
  public static final int HEADER_BYTES = 24;

  /** Bytes of a block's entry. */
  public static final int BLOCK_BYTES = 8;

  /** The block's records are in the zone's own memory. */
  public static final int KIND_STATIC = 0;

  /** The block's records are a slot's. */
  public static final int KIND_SLOT = 1;

  /** Flag: the block belongs to the additional section. */
  public static final int KIND_ADDITIONAL = 2;

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private AnswerLayout() {}

  /**
   * The four lengths from {@link #BODY_LENGTH} on in one access, since they are read for every
   * answer: what {@link #bodyLength}, {@link #requiredLength} and {@link #baseNameLength} take
   * apart.
   */
  public static long lengths(MemorySegment data, long answer) {
    return data.get(ValueLayout.JAVA_LONG, answer + BODY_LENGTH);
  }

  /** The four counts from {@link #ANCOUNT} on in one access. */
  public static long counts(MemorySegment data, long answer) {
    return data.get(ValueLayout.JAVA_LONG, answer + ANCOUNT);
  }

  /** One of four fields that were read together, 0 to 3. */
  private static int field(long fields, int index) {
    int shift = LITTLE_ENDIAN ? 16 * index : 16 * (3 - index);
    return (int) (fields >>> shift) & 0xffff;
  }

  /** Bytes of the body. */
  public static int bodyLength(long lengths) {
    return field(lengths, 0);
  }

  /** Bytes of the body that must be there unless TC is set. */
  public static int requiredLength(long lengths) {
    return field(lengths, 1);
  }

  /** Length of the name compiled for, in bytes. */
  public static int baseNameLength(long lengths) {
    return field(lengths, 2);
  }

  /** Number of relocations. */
  public static int relocationCount(MemorySegment data, long answer) {
    return u16(data, answer + RELOCATION_COUNT);
  }

  /** Answer records in the body. */
  public static int ancount(long counts) {
    return field(counts, 0);
  }

  /** Authority records in the body. */
  public static int nscount(long counts) {
    return field(counts, 1);
  }

  /** Additional records in the body. */
  public static int arcount(long counts) {
    return field(counts, 2);
  }

  /** Additional records within the required part of the body. */
  public static int requiredArcount(long counts) {
    return field(counts, 3);
  }

  /** The response code. */
  public static int rcode(MemorySegment data, long answer) {
    return data.get(ValueLayout.JAVA_BYTE, answer + RCODE);
  }

  /** True if AA is set. */
  public static boolean authoritative(MemorySegment data, long answer) {
    return data.get(ValueLayout.JAVA_BYTE, answer + AUTHORITATIVE) != 0;
  }

  /** Number of blocks. */
  public static int blockCount(MemorySegment data, long answer) {
    return u16(data, answer + BLOCK_COUNT);
  }

  /** Offset of the answer to give when an answer block is empty. */
  public static long emptyAnswer(MemorySegment data, long answer) {
    return (data.get(ValueLayout.JAVA_INT, answer + EMPTY_ANSWER) & 0xffffffffL) << 3;
  }

  /** A block's source. */
  public static int blockSource(MemorySegment data, long answer, int block) {
    return data.get(ValueLayout.JAVA_INT, answer + HEADER_BYTES + (long) block * BLOCK_BYTES);
  }

  /** The compression pointer that owns a block's records. */
  public static int blockOwner(MemorySegment data, long answer, int block) {
    return u16(data, answer + HEADER_BYTES + (long) block * BLOCK_BYTES + 4);
  }

  /** A block's kind. */
  public static int blockKind(MemorySegment data, long answer, int block) {
    return data.get(ValueLayout.JAVA_BYTE, answer + HEADER_BYTES + (long) block * BLOCK_BYTES + 6);
  }

  /** True if a block's owner pointer is relocated. */
  public static boolean blockOwnerShifts(MemorySegment data, long answer, int block) {
    return data.get(ValueLayout.JAVA_BYTE, answer + HEADER_BYTES + (long) block * BLOCK_BYTES + 7)
        != 0;
  }

  /** Offset of the relocations. */
  public static long relocations(MemorySegment data, long answer) {
    return answer + HEADER_BYTES + (long) blockCount(data, answer) * BLOCK_BYTES;
  }

  /** A relocation: the offset in the body of a pointer. */
  public static int relocation(MemorySegment data, long relocations, int index) {
    return u16(data, relocations + 2L * index);
  }

  /** Offset of the body. */
  public static long body(MemorySegment data, long answer) {
    return relocations(data, answer) + 2L * relocationCount(data, answer);
  }

  private static int u16(MemorySegment data, long offset) {
    return data.get(ValueLayout.JAVA_SHORT, offset) & 0xffff;
  }
}
