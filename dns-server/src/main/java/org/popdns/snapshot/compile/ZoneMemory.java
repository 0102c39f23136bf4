package org.popdns.snapshot.compile;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.popdns.snapshot.AnswerMemory;

/**
 * The memory of a zone, or of a slice of one, while it is written: grows as needed, and is then
 * copied to where it is served from. Numbers are in native byte order. References are offsets
 * divided by eight; offset 0 is never used, so that 0 can mean none.
 *
 * <p>Slices are written at the same time, each as if it stood right behind the zone's first part,
 * which all of them refer to. {@link #copyTo} moves what refers to the slice itself. Used by one
 * thread, for one zone after the other.
 */
final class ZoneMemory implements AnswerMemory {

  static final int ALIGNMENT_BYTES = 8;

  private static final int SMALLEST = 4096;

  private byte[] bytes = new byte[SMALLEST];
  private MemorySegment segment = MemorySegment.ofArray(bytes);
  private int[] references = new int[64];
  private int referenceCount;
  private int first = ALIGNMENT_BYTES;
  private int end = ALIGNMENT_BYTES;

  /**
   * Begins anew.
   *
   * @param first the offset of what is written next; what lies before is not held here. At least 8,
   *     and a multiple of it
   * @param expectedBytes how much will be written, more or less
   */
  void reset(int first, int expectedBytes) {
    if (expectedBytes > bytes.length) {
      bytes = new byte[expectedBytes];
      segment = MemorySegment.ofArray(bytes);
    } else {
      Arrays.fill(bytes, 0, Math.max(0, end - this.first), (byte) 0);
    }
    this.first = first;
    end = first;
    referenceCount = 0;
  }

  /** The offset of what was written first. */
  int first() {
    return first;
  }

  /** The offset behind what was written. */
  int end() {
    return end;
  }

  /**
   * Reserves aligned room, filled with zeros.
   *
   * @return its offset
   * @throws ZoneTooLargeException if the zone passes 2 GiB
   */
  @Override
  public int reserve(int lengthBytes) {
    int start = end;
    long next = (end + (long) lengthBytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    if (next > Integer.MAX_VALUE - ALIGNMENT_BYTES) {
      throw tooLarge();
    }
    long needed = next - first;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 2));
      segment = MemorySegment.ofArray(bytes);
    }
    end = (int) next;
    return start;
  }

  static ZoneTooLargeException tooLarge() {
    return new ZoneTooLargeException("needs more than 2 GiB of memory for its answers");
  }

  @Override
  public void u8(long offset, int value) {
    segment.set(ValueLayout.JAVA_BYTE, offset - first, (byte) value);
  }

  @Override
  public void u16(long offset, int value) {
    segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset - first, (short) value);
  }

  @Override
  public void u32(long offset, int value) {
    segment.set(ValueLayout.JAVA_INT_UNALIGNED, offset - first, value);
  }

  /** Writes the offset of a node or answer divided by eight. */
  @Override
  public void reference(long offset, long target) {
    u32(offset, (int) (target >>> 3));
    if (target >= first) {
      if (referenceCount == references.length) {
        references = Arrays.copyOf(references, referenceCount * 2);
      }
      references[referenceCount++] = (int) offset - first;
    }
  }

  @Override
  public void bytes(int offset, byte[] source, int from, int length) {
    System.arraycopy(source, from, bytes, offset - first, length);
  }

  /**
   * Copies all that was written since {@link #reset}.
   *
   * @param target the zone's memory
   * @param offset where it stands there, a multiple of 8
   */
  void copyTo(MemorySegment target, int offset) {
    MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, offset, end - first);
    int moved = (offset - first) >>> 3;
    if (moved != 0) {
      for (int i = 0; i < referenceCount; i++) {
        long at = (long) offset + references[i];
        target.set(ValueLayout.JAVA_INT, at, target.get(ValueLayout.JAVA_INT, at) + moved);
      }
    }
  }
}
