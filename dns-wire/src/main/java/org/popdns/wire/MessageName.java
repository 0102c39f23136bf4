package org.popdns.wire;

import java.lang.foreign.MemorySegment;

/**
 * Names within a message that is known to be well formed, compressed or not (RFC 1035 §4.1.4).
 * Called on a worker's thread for messages that the server made itself; holds no state. An {@code
 * offset} is one in the segment, a message's {@code start} is where its pointers count from.
 */
public final class MessageName {

  private static final int POINTER_LABEL = 0xC0;

  private MessageName() {}

  /** The offset after the name at an offset. */
  public static long after(MemorySegment segment, long offset) {
    long at = offset;
    int length = WireFormat.u8(segment, at);
    while (length != 0) {
      if (length >= POINTER_LABEL) {
        return at + 2;
      }
      at += 1 + length;
      length = WireFormat.u8(segment, at);
    }
    return at + 1;
  }

  /** The offset of the label at an offset, behind the pointers that lead to it. */
  public static long label(MemorySegment segment, long start, long offset) {
    long at = offset;
    while (WireFormat.u8(segment, at) >= POINTER_LABEL) {
      at = start + (WireFormat.u16(segment, at) & WireFormat.MAX_POINTER_TARGET);
    }
    return at;
  }

  /** Labels of the name at an offset, without the root's. */
  public static int labelCount(MemorySegment segment, long start, long offset) {
    int count = 0;
    long at = label(segment, start, offset);
    int length = WireFormat.u8(segment, at);
    while (length != 0) {
      count++;
      at = label(segment, start, at + 1 + length);
      length = WireFormat.u8(segment, at);
    }
    return count;
  }

  /** True if two names are equal without case. */
  public static boolean same(
      MemorySegment one,
      long oneStart,
      long oneOffset,
      MemorySegment other,
      long otherStart,
      long otherOffset) {
    long a = label(one, oneStart, oneOffset);
    long b = label(other, otherStart, otherOffset);
    int length = WireFormat.u8(one, a);
    while (length == WireFormat.u8(other, b)) {
      for (int i = 1; i <= length; i++) {
        if (lowerCase(WireFormat.u8(one, a + i)) != lowerCase(WireFormat.u8(other, b + i))) {
          return false;
        }
      }
      if (length == 0) {
        return true;
      }
      a = label(one, oneStart, a + 1 + length);
      b = label(other, otherStart, b + 1 + length);
      length = WireFormat.u8(one, a);
    }
    return false;
  }

  private static int lowerCase(int character) {
    return character >= 'A' && character <= 'Z' ? character + 0x20 : character;
  }
}
