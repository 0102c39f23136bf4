package org.popdns.snapshot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Leads from an IPv4 address to its region and scope, by eight bits at a time, or by sixteen at
 * first where there is much to tell apart. Both ways: {@link RegionTable} writes and reads by it.
 * Static methods only, of which reading allocates nothing. Three lines of the processor's cache are
 * all that most addresses of a whole country database touch.
 *
 * <pre>
 *   u32 words, native byte order, 64-byte aligned
 *     a word is    region &lt;&lt; 8 | scope, or
 *                  1 &lt;&lt; 31 | a node, in units of 64 bytes
 *     root         2^16 words, one for each value of the upper 16 bits; or, with few ranges, a node
 *                  for the upper 8 bits
 *     nodes        each 64-byte aligned
 *        0  u64 * 4     a bit for each value of the node's 8 bits: a run begins here; bit 0 first
 *       32  u32         where the runs' words are, in words
 *       36  u8 * 4      how many runs begin before each of the four u64
 *       40  6 * u32     the runs' words; if there are more, all of them are behind the node
 * </pre>
 */
final class Ipv4Trie {

  /** What the words have to be aligned to, in bytes. */
  static final int ALIGNMENT = 64;

  /** Fewer ranges than these don't get a root of 256 KiB. */
  private static final int LEAST_FOR_DIRECT = 4096;

  private static final int NODE = 1 << 31;
  private static final int NODE_WORDS = ALIGNMENT / Integer.BYTES;
  private static final int SLOTS = 256;
  private static final int DIRECT_BITS = 16;
  private static final int TOP_SHIFT = 24;
  private static final int BELOW_DIRECT_SHIFT = 8;
  private static final int SCOPE_MASK = 0xff;

  // Offsets in a node, in bytes.
  private static final int FIRST = 32;
  private static final int COUNTS = 36;

  private static final int RUNS_WORD = 10;
  private static final int RUNS_WITHIN = NODE_WORDS - RUNS_WORD;

  private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG;

  // Prefixes in the order of their addresses: where each begins, and its word.
  private int[] starts = new int[64];
  private int[] found = new int[64];
  private int prefixes;

  private int[] words = new int[4 * NODE_WORDS];
  private int size;

  private Ipv4Trie() {}

  // ---- what is written

  /**
   * The words of a trie.
   *
   * @param count how many ranges there are; the first one begins at 0
   * @param first the first address of each
   * @param region the region of each; neighbours differ
   */
  static int[] of(int count, IntUnaryOperator first, IntUnaryOperator region) {
    Ipv4Trie trie = new Ipv4Trie();
    for (int range = 0; range < count; range++) {
      long from = Integer.toUnsignedLong(first.applyAsInt(range));
      long to =
          range + 1 < count
              ? Integer.toUnsignedLong(first.applyAsInt(range + 1))
              : 1L << Integer.SIZE;
      trie.cut(from, to, region.applyAsInt(range));
    }
    if (isDirect(count)) {
      trie.direct();
    } else {
      trie.node(0, trie.prefixes, TOP_SHIFT);
    }
    return Arrays.copyOf(trie.words, trie.size);
  }

  /** Cuts a range into the widest prefixes that it has, none of them all addresses. */
  private void cut(long from, long to, int region) {
    long next = from;
    while (next < to) {
      int aligned = next == 0 ? Integer.SIZE : Long.numberOfTrailingZeros(next);
      int fitting = Long.SIZE - 1 - Long.numberOfLeadingZeros(to - next);
      int hostBits = Math.min(Math.min(aligned, fitting), Integer.SIZE - 1);
      if (prefixes == starts.length) {
        starts = Arrays.copyOf(starts, 2 * prefixes);
        found = Arrays.copyOf(found, 2 * prefixes);
      }
      starts[prefixes] = (int) next;
      found[prefixes++] = region << Byte.SIZE | (Integer.SIZE - hostBits);
      next += 1L << hostBits;
    }
  }

  private void direct() {
    reserve(1 << DIRECT_BITS);
    int slot = 0;
    for (int at = 0; at < prefixes; ) {
      int end = at + 1;
      int word = found[at];
      int slots = 1;
      if (scope(word) <= DIRECT_BITS) {
        slots = 1 << (DIRECT_BITS - scope(word));
      } else {
        end = endOfSlot(at, prefixes, DIRECT_BITS);
        word = node(at, end, BELOW_DIRECT_SHIFT);
      }
      Arrays.fill(words, slot, slot + slots, word);
      slot += slots;
      at = end;
    }
  }

  /**
   * Writes a node for prefixes that make up all of its addresses.
   *
   * @param shift how many bits of an address are behind the node's
   * @return the word that leads to it
   */
  private int node(int from, int to, int shift) {
    int node = reserve(NODE_WORDS);
    long[] begins = new long[SLOTS / Long.SIZE];
    int[] runs = new int[SLOTS];
    int count = 0;
    for (int at = from; at < to; ) {
      int slot = starts[at] >>> shift & (SLOTS - 1);
      int end = at + 1;
      int word = found[at];
      if (scope(word) > Integer.SIZE - shift) {
        end = endOfSlot(at, to, shift);
        word = node(at, end, shift - Byte.SIZE);
      }
      if (count == 0 || runs[count - 1] != word) {
        begins[slot / Long.SIZE] |= 1L << slot;
        runs[count++] = word;
      }
      at = end;
    }
    writeNode(node, begins, runs, count);
    return NODE | node / NODE_WORDS;
  }

  private void writeNode(int node, long[] begins, int[] runs, int count) {
    int first = count <= RUNS_WITHIN ? node + RUNS_WORD : reserve(count);
    System.arraycopy(runs, 0, words, first, count);
    MemorySegment bytes = MemorySegment.ofArray(words);
    long at = (long) node * Integer.BYTES;
    int before = 0;
    for (int part = 0; part < begins.length; part++) {
      bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, at + (long) part * Long.BYTES, begins[part]);
      bytes.set(U8, at + COUNTS + part, (byte) before);
      before += Long.bitCount(begins[part]);
    }
    bytes.set(U32, at + FIRST, first);
  }

  /** The first prefix behind those that begin in the same slot. */
  private int endOfSlot(int from, int to, int shift) {
    int end = from + 1;
    while (end < to && starts[end] >>> shift == starts[from] >>> shift) {
      end++;
    }
    return end;
  }

  /** Takes room, filled up to whole nodes. */
  private int reserve(int length) {
    int at = size;
    size += (length + NODE_WORDS - 1) / NODE_WORDS * NODE_WORDS;
    if (size > words.length) {
      words = Arrays.copyOf(words, Math.max(size, 2 * words.length));
    }
    return at;
  }

  private static int scope(int word) {
    return word & SCOPE_MASK;
  }

  // ---- what is read

  /** Whether so many ranges have a root of 16 bits. */
  static boolean isDirect(int count) {
    return count >= LEAST_FOR_DIRECT;
  }

  /**
   * Looks an address up.
   *
   * @param trie where the words begin
   * @param direct whether the root is for 16 bits
   * @return {@code region << 8 | scope}
   */
  static int find(MemorySegment memory, long trie, boolean direct, int address) {
    int word = NODE;
    int shift = TOP_SHIFT;
    if (direct) {
      word = memory.get(U32, trie + (address >>> DIRECT_BITS) * (long) Integer.BYTES);
      shift = BELOW_DIRECT_SHIFT;
    }
    while (word < 0) {
      long node = trie + (word & ~NODE) * (long) ALIGNMENT;
      int slot = address >>> shift & (SLOTS - 1);
      int part = slot >>> 6;
      // The runs that begin at or before the slot.
      long begun = memory.get(U64, node + part * (long) Long.BYTES) & -1L >>> ~slot;
      int run = (memory.get(U8, node + COUNTS + part) & 0xff) + Long.bitCount(begun) - 1;
      int first = memory.get(U32, node + FIRST);
      word = memory.get(U32, trie + (first + run) * (long) Integer.BYTES);
      shift -= Byte.SIZE;
    }
    return word;
  }
}
