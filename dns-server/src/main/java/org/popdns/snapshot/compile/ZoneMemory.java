package org.popdns.snapshot.compile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The memory of a zone while it is written: grows as needed, then is copied outside the heap.
 * Numbers are in native byte order. References are offsets divided by eight; offset 0 is never
 * used, so that 0 can mean none.
 */
final class ZoneMemory {

  private static final int ALIGNMENT_BYTES = 8;

  private byte[] bytes = new byte[4096];
  private MemorySegment segment = MemorySegment.ofArray(bytes);
  private int end = ALIGNMENT_BYTES;

  /**
   * Reserves aligned room, filled with zeros.
   *
   * @return its offset
   * @throws ZoneTooLargeException if the zone passes 2 GiB
   */
  int reserve(int lengthBytes) {
    int start = end;
    long next = (end + (long) lengthBytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    if (next > Integer.MAX_VALUE - ALIGNMENT_BYTES) {
      throw new ZoneTooLargeException("needs more than 2 GiB of memory for its answers");
    }
    if (next > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, next * 2));
      segment = MemorySegment.ofArray(bytes);
    }
    end = (int) next;
    return start;
  }

  void u8(long offset, int value) {
    segment.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
  }

  void u16(long offset, int value) {
    segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value);
  }

  void u32(long offset, int value) {
    segment.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
  }

  /** Writes the offset of a node or answer divided by eight. */
  void reference(long offset, long target) {
    u32(offset, (int) (target >>> 3));
  }

  void bytes(int offset, byte[] source, int length) {
    System.arraycopy(source, 0, bytes, offset, length);
  }

  /** A copy outside the heap, freed by the garbage collector, readable 8 bytes beyond its end. */
  MemorySegment freeze() {
    MemorySegment copy = Arena.ofAuto().allocate(end + ALIGNMENT_BYTES, ALIGNMENT_BYTES);
    MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, end);
    return copy;
  }
}
