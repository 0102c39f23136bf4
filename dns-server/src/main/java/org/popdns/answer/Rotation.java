package org.popdns.answer;

import java.util.Arrays;

/**
 * With which record each rotating RRset begins next. One instance per worker: each RRset's answers
 * advance by one, so that every record is first equally often, whatever is asked in between. What a
 * slot does by turns has a place for each of its outcomes, so that each is kept exactly, whichever
 * clients come in between.
 */
final class Rotation {

  // Static RRsets share places by their hash. Two that collide still rotate, only not evenly while
  // they are asked in a fixed alternation.
  private static final int STATIC_PLACES = 1 << 12;

  private final int first;
  private final int[] staticSets = new int[STATIC_PLACES];
  private int[] slots;
  private int[][] outcomes = new int[64][];

  /**
   * A rotation that begins with a given record, so that the workers of a server don't all begin
   * with the same.
   *
   * @param first at least 0
   */
  Rotation(int first) {
    this.first = first;
    this.slots = new int[64];
    Arrays.fill(staticSets, first);
    Arrays.fill(slots, first);
  }

  /** The record, 0 to {@code count - 1}, with which a slot's answer begins; then advances. */
  int nextOfSlot(int slot, int count) {
    if (slot >= slots.length) {
      int known = slots.length;
      // Once, after a configuration with more slots than before.
      slots = Arrays.copyOf(slots, Math.max(slot + 1, known * 2));
      Arrays.fill(slots, known, slots.length, first);
    }
    return next(slots, slot, count);
  }

  /** As {@link #nextOfSlot}, for a zone's own RRset at an offset of the zone's memory. */
  int nextOfStatic(long offset, int count) {
    int place = (int) ((offset * 0x9E3779B97F4A7C15L) >>> 52);
    return next(staticSets, place, count);
  }

  /**
   * As {@link #nextOfSlot}, for one of the outcomes of a slot.
   *
   * @param place the outcome's number
   */
  int nextOfOutcome(int slot, int place, int count) {
    int current = nextTurn(slot, place, count) + (first < count ? first : first % count);
    return current < count ? current : current - count;
  }

  /** The turn, 0 to {@code length - 1}, that is an outcome's next; the first of all is 0. */
  int nextTurn(int slot, int place, int length) {
    if (slot >= outcomes.length) {
      outcomes = Arrays.copyOf(outcomes, Math.max(slot + 1, outcomes.length * 2));
    }
    int[] places = outcomes[slot];
    if (places == null || place >= places.length) {
      // Once, at the slot's first query after it has more outcomes than before.
      places = places == null ? new int[place + 1] : Arrays.copyOf(places, place + 1);
      outcomes[slot] = places;
    }
    return next(places, place, length);
  }

  private static int next(int[] places, int place, int count) {
    int current = places[place];
    if (current >= count) {
      current %= count;
    }
    places[place] = current + 1;
    return current;
  }
}
