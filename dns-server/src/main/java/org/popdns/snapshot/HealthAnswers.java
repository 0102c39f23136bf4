package org.popdns.snapshot;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The health half of the root: each slot's current RRset, and which clients it tells apart. A
 * change of health makes a new instance that shares the untouched slots, however many names lead to
 * the slot, and all the tables: these change with configurations and databases only.
 */
public final class HealthAnswers {

  /** No slots: a nameserver of static zones. */
  public static final HealthAnswers NONE = new HealthAnswers(new MemorySegment[0]);

  private final MemorySegment[] slots;
  private final @Nullable RegionTable[] tables;

  /**
   * Slots that tell no clients apart. Takes over the array.
   *
   * @param slots a {@link Slot} for each slot number of the {@link SlotDirectory}
   */
  public HealthAnswers(MemorySegment[] slots) {
    this(slots, new RegionTable[slots.length]);
  }

  /**
   * Takes over the arrays.
   *
   * @param slots a {@link Slot} for each slot number of the {@link SlotDirectory}
   * @param tables each slot's regions; null for a slot that has only one
   */
  public HealthAnswers(MemorySegment[] slots, @Nullable RegionTable[] tables) {
    this.slots = slots;
    this.tables = tables;
  }

  /** Number of slots. */
  public int size() {
    return slots.length;
  }

  /** The {@link Slot}, at offset 0, of a number. */
  public MemorySegment slot(int index) {
    return slots[index];
  }

  /** The regions of the slot of a number; null if all clients are of one. */
  public @Nullable RegionTable table(int index) {
    return tables[index];
  }
}
