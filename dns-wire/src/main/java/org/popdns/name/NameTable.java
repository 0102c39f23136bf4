package org.popdns.name;

import java.util.Arrays;

/**
 * A hash table from names, which stay where they are, to their numbers. Immutable; keeps the arrays
 * that it was made of.
 */
public final class NameTable {

  /** No name has this number. */
  public static final int NONE = -1;

  private final byte[] bytes;
  private final int[] offsets;
  private final byte[] lengths;
  // At most half full.
  private final int[] slots;

  /**
   * Makes a table.
   *
   * @param bytes where the names' labels are, without the origin's
   * @param offsets by number, where in the bytes a name begins
   * @param lengths by number, how many bytes it takes, unsigned
   * @param size how many there are, all different
   */
  public NameTable(byte[] bytes, int[] offsets, byte[] lengths, int size) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.lengths = lengths;
    this.slots = new int[Math.max(4, Integer.highestOneBit(Math.max(1, size)) << 2)];
    Arrays.fill(slots, NONE);
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = hash(bytes, offsets[number], lengths[number] & 0xff) & mask;
      while (slots[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number;
    }
  }

  /**
   * Finds a name.
   *
   * @param labels has its labels, without the origin's
   * @return its number, or {@link #NONE}
   */
  public int find(byte[] labels, int from, int length) {
    int mask = slots.length - 1;
    for (int slot = hash(labels, from, length) & mask; ; slot = (slot + 1) & mask) {
      int number = slots[slot];
      if (number == NONE
          || ((lengths[number] & 0xff) == length
              && NameOrder.isSame(bytes, offsets[number], labels, from, length))) {
        return number;
      }
    }
  }

  private static int hash(byte[] labels, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + NameOrder.lower(labels[i]);
    }
    return hash ^ (hash >>> 15);
  }
}
