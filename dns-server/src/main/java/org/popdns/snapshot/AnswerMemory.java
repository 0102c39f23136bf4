package org.popdns.snapshot;

/**
 * Memory that answers are written into, on the control side's threads. Offsets in it are those at
 * which answers are found later; numbers are in native byte order.
 */
public interface AnswerMemory {

  /**
   * Reserves room filled with zeros, 8-byte aligned.
   *
   * @return its offset, never 0
   */
  int reserve(int lengthBytes);

  /** Writes the low 8 bits of a number. */
  void u8(long offset, int value);

  /** Writes the low 16 bits of a number. */
  void u16(long offset, int value);

  /** Writes a number of 32 bits. */
  void u32(long offset, int value);

  /** Writes the offset of what was written into the memory, 0 for nothing, divided by eight. */
  void reference(long offset, long target);

  /** Writes bytes as they are. */
  void bytes(int offset, byte[] source, int from, int length);
}
