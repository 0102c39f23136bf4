package org.popdns.snapshot;

import java.lang.foreign.MemorySegment;

/**
 * The health half of the root: each slot's current RRset. A change of health makes a new instance
 * that shares the untouched slots, however many names lead to the slot.
 */
public final class HealthAnswers {

  /** No slots: a nameserver of static zones. */
  public static final HealthAnswers NONE = new HealthAnswers(new MemorySegment[0]);

  private final MemorySegment[] slots;

  /**
   * Takes over the array.
   *
   * @param slots a {@link Slot} for each slot number of the {@link SlotDirectory}
   */
  public HealthAnswers(MemorySegment[] slots) {
    this.slots = slots;
  }

  /** Number of slots. */
  public int size() {
    return slots.length;
  }

  /** The {@link Slot}, at offset 0, of a number. */
  public MemorySegment slot(int index) {
    return slots[index];
  }
}
