package org.popdns.state.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.popdns.config.source.ContentHash;

/**
 * The index of a pack, outside the heap: a hundred thousand contents would be as many objects that
 * live just long enough to be copied by the collector, while clients wait. Any thread may read it
 * until it is closed.
 *
 * <pre>
 *   entries: as in the pack
 *   table: a power of two of i32: 1 + the number of an entry, 0 if empty; linear probing by the hash's low word
 * </pre>
 */
final class PackIndex implements AutoCloseable {

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int OFFSET = ContentHash.LENGTH_BYTES;
  private static final int STORED_LENGTH = OFFSET + Long.BYTES;
  private static final int LENGTH = STORED_LENGTH + Integer.BYTES;

  private final Arena arena = Arena.ofShared();
  private final int count;
  private final MemorySegment entries;
  private final MemorySegment table;
  private final long mask;

  /** Takes as many entries as there are over. */
  PackIndex(ByteBuffer from, int count) {
    this.count = count;
    entries = arena.allocate((long) count * Pack.ENTRY_BYTES, Long.BYTES);
    MemorySegment.copy(
        MemorySegment.ofBuffer(from.slice(from.position(), count * Pack.ENTRY_BYTES)),
        0,
        entries,
        0,
        entries.byteSize());
    int slots = Integer.highestOneBit(Math.max(1, count)) << 2;
    table = arena.allocate((long) slots * Integer.BYTES, Integer.BYTES);
    mask = slots - 1L;
    for (int entry = 0; entry < count; entry++) {
      long slot = entries.get(LONG, at(entry) + Long.BYTES) & mask;
      while (table.getAtIndex(ValueLayout.JAVA_INT, slot) != 0) {
        slot = (slot + 1) & mask;
      }
      table.setAtIndex(ValueLayout.JAVA_INT, slot, entry + 1);
    }
  }

  private static long at(int entry) {
    return (long) entry * Pack.ENTRY_BYTES;
  }

  /** How many contents there are. */
  int count() {
    return count;
  }

  /** The number of a content; negative if it is not here. */
  int find(ContentHash hash) {
    for (long slot = hash.low() & mask; ; slot = (slot + 1) & mask) {
      int entry = table.getAtIndex(ValueLayout.JAVA_INT, slot) - 1;
      if (entry < 0
          || (entries.get(LONG, at(entry)) == hash.high()
              && entries.get(LONG, at(entry) + Long.BYTES) == hash.low())) {
        return entry;
      }
    }
  }

  /** The hash of a content. */
  ContentHash hash(int entry) {
    return new ContentHash(entries.get(LONG, at(entry)), entries.get(LONG, at(entry) + Long.BYTES));
  }

  /** Where a content lies. */
  Pack.Place place(int entry) {
    return new Pack.Place(
        entries.get(LONG, at(entry) + OFFSET),
        entries.get(INT, at(entry) + STORED_LENGTH),
        entries.get(INT, at(entry) + LENGTH));
  }

  @Override
  public void close() {
    arena.close();
  }
}
