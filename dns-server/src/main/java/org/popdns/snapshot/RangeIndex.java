package org.popdns.snapshot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Leads from an address to the few ranges that it may be in. Both ways: {@link RegionTable} writes
 * and reads by it. Addresses are the upper 64 bits of an address's bits; static methods only, of
 * which reading allocates nothing.
 *
 * <pre>
 *   nodes of u32 words, native byte order; the root is at 0
 *     0  u64 base       the first address of the first range below the node
 *     2  u32 shift
 *     3  u32 slots      of 2^shift addresses each, from the base on; the first holds what is before
 *                       the base, too, the last what is behind it
 *     4  slots * word   a leaf: ranges &lt;&lt; 5 | count: the number of the range before the slot,
 *                       and how many begin in it; {@link #MANY} if too many of one or two addresses
 *                       a node: 1 &lt;&lt; 31 | its first word
 * </pre>
 *
 * <p>A node has half as many slots as ranges; a slot of more than eight ranges has a node of its
 * own. Where addresses crowd, as those of IPv6 do, there are three or four nodes to the leaf.
 */
final class RangeIndex {

  /** The count of a leaf that may have any number of ranges. */
  static final int MANY = 31;

  private static final int COUNT_BITS = 5;
  private static final int MOST_IN_LEAF = 8;
  private static final int MOST_BITS = 16;
  // No number of slots is taken for a negative one then.
  private static final int LEAST_SHIFT = 1;
  private static final int NODE = 1 << 31;
  private static final int SHIFT = 2;
  private static final int SLOTS = 3;
  private static final int HEADER = 4;

  private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong BASE = ValueLayout.JAVA_LONG_UNALIGNED;

  private final IntToLongFunction first;
  private int[] words = new int[256];
  private int size;

  private RangeIndex(IntToLongFunction first) {
    this.first = first;
  }

  // ---- what is written

  /**
   * The words of an index.
   *
   * @param count how many ranges there are; the first one begins at 0
   * @param first the first address of each
   */
  static int[] of(int count, IntToLongFunction first) {
    RangeIndex index = new RangeIndex(first);
    index.node(Math.min(1, count - 1), count);
    return Arrays.copyOf(index.words, index.size);
  }

  /** Writes a node for ranges; what is before them is in the range before. */
  private int node(int from, int to) {
    long base = first.applyAsLong(from);
    long span = first.applyAsLong(to - 1) - base;
    int bits = Math.clamp(Integer.SIZE - 2 - Integer.numberOfLeadingZeros(to - from), 1, MOST_BITS);
    int shift = Math.max(LEAST_SHIFT, Long.SIZE - Long.numberOfLeadingZeros(span) - bits);
    int slots = (int) (span >>> shift) + 1;
    int node = size;
    size += HEADER + slots;
    if (size > words.length) {
      words = Arrays.copyOf(words, 2 * size);
    }
    MemorySegment.ofArray(words).set(BASE, (long) node * Integer.BYTES, base);
    words[node + SHIFT] = shift;
    words[node + SLOTS] = slots;
    int next = from;
    for (int slot = 0; slot < slots; slot++) {
      int begin = next;
      while (next < to && (first.applyAsLong(next) - base) >>> shift == slot) {
        next++;
      }
      int word = slot(begin, next, shift);
      words[node + HEADER + slot] = word;
    }
    return node;
  }

  private int slot(int from, int to, int shift) {
    // Nothing is before the first range, which is the only one then.
    int before = Math.max(0, from - 1);
    int count = to - Math.max(1, from);
    if (count <= MOST_IN_LEAF) {
      return before << COUNT_BITS | count;
    }
    return shift == LEAST_SHIFT ? before << COUNT_BITS | MANY : NODE | node(from, to);
  }

  // ---- what is read

  /**
   * The leaf that an address leads to.
   *
   * @param index where the words begin
   */
  static int leaf(MemorySegment memory, long index, long address) {
    long node = index;
    while (true) {
      long base = memory.get(BASE, node);
      long slot = 0;
      if (Long.compareUnsigned(address, base) > 0) {
        slot = (address - base) >>> memory.get(WORD, node + SHIFT * Integer.BYTES);
        slot = Math.min(slot, memory.get(WORD, node + SLOTS * Integer.BYTES) - 1L);
      }
      int word = memory.get(WORD, node + (HEADER + slot) * Integer.BYTES);
      if (word >= 0) {
        return word;
      }
      node = index + (word & ~NODE) * (long) Integer.BYTES;
    }
  }

  /** The number of the range before a leaf's. */
  static int before(int leaf) {
    return leaf >>> COUNT_BITS;
  }

  /** How many ranges begin in a leaf, or {@link #MANY}. */
  static int count(int leaf) {
    return leaf & (1 << COUNT_BITS) - 1;
  }
}
