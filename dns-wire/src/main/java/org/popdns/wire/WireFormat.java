package org.popdns.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Big-endian fields of a DNS message (RFC 1035 §2.3.2) and the message's fixed offsets and flags.
 * Offsets are in bytes from the start of the segment.
 */
public final class WireFormat {

  /** Length of the message header in bytes (RFC 1035 §4.1.1). */
  public static final int HEADER_LENGTH_BYTES = 12;

  /** Length of QTYPE and QCLASS after the question's name, in bytes. */
  public static final int QUESTION_TAIL_BYTES = 4;

  /** Longest message: what the length field of TCP can say (RFC 1035 §4.2.2). */
  public static final int MAX_MESSAGE_BYTES = 65535;

  /** Offset of the flags in a message. */
  public static final int FLAGS = 2;

  /** Offset of QDCOUNT in a message. */
  public static final int QDCOUNT = 4;

  /** Offset of ANCOUNT in a message. */
  public static final int ANCOUNT = 6;

  /** Offset of NSCOUNT in a message. */
  public static final int NSCOUNT = 8;

  /** Offset of ARCOUNT in a message. */
  public static final int ARCOUNT = 10;

  /** Response. */
  public static final int QR = 0x8000;

  /** Authoritative answer. */
  public static final int AA = 0x0400;

  /** Truncated. */
  public static final int TC = 0x0200;

  /** Recursion desired; copied from the query. */
  public static final int RD = 0x0100;

  /** Checking disabled (RFC 4035 §3.2.2); copied from the query. */
  public static final int CD = 0x0010;

  /** The four bits of OPCODE. */
  public static final int OPCODE_MASK = 0x7800;

  /** How far OPCODE stands from the lowest bit. */
  public static final int OPCODE_SHIFT = 11;

  /** The flag of an OPT record by which signatures are asked for (RFC 3225 §3). */
  public static final int EDNS_DO = 0x8000;

  /** The two high bits that make a length byte a compression pointer (RFC 1035 §4.1.4). */
  public static final int POINTER = 0xC000;

  /** Highest offset that a compression pointer reaches. */
  public static final int MAX_POINTER_TARGET = 0x3FFF;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private WireFormat() {}

  /** The unsigned byte at {@code offset}. */
  public static int u8(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
  }

  /** The unsigned 16-bit field at {@code offset}. */
  public static int u16(MemorySegment segment, long offset) {
    return segment.get(SHORT, offset) & 0xffff;
  }

  /** The 32-bit field at {@code offset}. */
  public static int s32(MemorySegment segment, long offset) {
    return segment.get(INT, offset);
  }

  /**
   * The 64-bit field at {@code offset}: four 16-bit fields in one access, the first the highest.
   */
  public static long s64(MemorySegment segment, long offset) {
    return segment.get(LONG, offset);
  }

  /** Writes the low 8 bits of {@code value}. */
  public static void put8(MemorySegment segment, long offset, int value) {
    segment.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
  }

  /** Writes the low 16 bits of {@code value}. */
  public static void put16(MemorySegment segment, long offset, int value) {
    segment.set(SHORT, offset, (short) value);
  }

  /** Writes {@code value}. */
  public static void put32(MemorySegment segment, long offset, int value) {
    segment.set(INT, offset, value);
  }

  /** Writes {@code value}. */
  public static void put64(MemorySegment segment, long offset, long value) {
    segment.set(LONG, offset, value);
  }
}
