package org.popdns.snapshot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The hash table that leads to a zone's nodes ({@link CompiledNode}). Both ways: the compiler puts
 * names in on the control side, the workers go from entry to entry. Static methods only.
 *
 * <pre>
 *   2^n entries, open addressing, linear probing; numbers in native byte order
 *     0  u32 node / 8, 0 if the entry is free
 *     4  u32 upper half of the name's hash
 * </pre>
 *
 * <p>At most half full, so that a name that is not there is missed soon.
 */
public final class NodeIndex {

  private static final int ENTRY_SHIFT = 3;
  private static final int TAG = 4;

  private NodeIndex() {}

  /** Bytes of a table for so many names, which the caller fills with zeros. */
  public static long sizeBytes(int names) {
    return Math.max(2, Long.highestOneBit(names * 2L - 1) << 1) << ENTRY_SHIFT;
  }

  /** Puts a node in, whose name has none yet. */
  public static void put(MemorySegment index, long hash, long node) {
    long mask = mask(index);
    long entry = hash & mask;
    while (node(index, entry) != CompiledNode.NONE) {
      entry = next(entry, mask);
    }
    index.set(ValueLayout.JAVA_INT, entry << ENTRY_SHIFT, (int) (node >>> 3));
    index.set(ValueLayout.JAVA_INT, (entry << ENTRY_SHIFT) + TAG, tag(hash));
  }

  /** Which bits of a hash, or of a number that has passed the last entry, say the entry. */
  static long mask(MemorySegment index) {
    return (index.byteSize() >>> ENTRY_SHIFT) - 1;
  }

  /** The entry to look at after one that was not the name's. */
  static long next(long entry, long mask) {
    return (entry + 1) & mask;
  }

  /** The node of an entry, or {@link CompiledNode#NONE} if it is free. */
  static long node(MemorySegment index, long entry) {
    return (index.get(ValueLayout.JAVA_INT, entry << ENTRY_SHIFT) & 0xffffffffL) << 3;
  }

  /** True unless the hash says that the entry is another name's. */
  static boolean mayBe(MemorySegment index, long entry, long hash) {
    return index.get(ValueLayout.JAVA_INT, (entry << ENTRY_SHIFT) + TAG) == tag(hash);
  }

  private static int tag(long hash) {
    return (int) (hash >>> 32);
  }
}
