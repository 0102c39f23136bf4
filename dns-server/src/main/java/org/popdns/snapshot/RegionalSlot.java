package org.popdns.snapshot;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.popdns.snapshot.Slot.Variant;

/**
 * A slot that answers the clients of one region otherwise than those of another, or by turns and
 * hashes in place of a plain rotation. Each region has an outcome, which leads to variants as
 * {@link Slot} draws them; regions that are answered alike share it. Both ways: the control side
 * writes by it, the workers read by it. Static methods only; {@code outcome} is what {@link
 * #outcome} gives.
 *
 * <pre>
 *   slot, 8-byte aligned; numbers in native byte order; offsets count from its beginning
 *     0  u32 0
 *     4  u32 regionCount             at least 1
 *     8  regionCount * u32           each region's outcome: its offset, and its kind in the lowest
 *                                    three bits
 *        filled up to 8 bytes, then outcomes and variants, each filled up to 8 bytes
 *
 *   outcome, {@link #ROTATING}
 *     0  u32 place                   its number among the slot's outcomes: workers keep a place in
 *                                    each
 *     4  u32 variant                 given from the record on whose turn it is
 *
 *   outcome, {@link #TURNS}
 *     0  u32 place                   as above
 *     4  u32 length                  turns of a cycle, at least 1
 *     8  length * u32                each turn's variant, given as it stands
 *
 *   outcome, {@link #HASHED}
 *     0  u16 count                   candidates, at least 1
 *     2  u16 given                   how many of them an answer has, 1 to count
 *     4  u32 weighted                1 if their weights differ, else 0
 *     8  count * 16                  u64 hash, u32 weight, u32 variant of one record
 *
 *   outcome, {@link #MIXED}
 *     0  u32 place                   as above
 *     4  u32 length                  turns of a cycle, at least 1
 *     8  length * u32                each turn's outcome, as a region's; none of these two kinds
 *
 *   outcome, {@link #SPLIT}
 *     0  u32 count                   parts, at least 1
 *     4  u32                         0
 *     8  count * 8                   u32 up to where networks are in the part, of 2^32, and u32
 *                                    outcome, as a region's; none of these two kinds
 * </pre>
 */
public final class RegionalSlot {

  /** Kind of an outcome: one variant, in rotation. */
  public static final int ROTATING = 0;

  /** Kind of an outcome: variants in a cycle. */
  public static final int TURNS = 1;

  /** Kind of an outcome: candidates, of which the client's network chooses. */
  public static final int HASHED = 2;

  /** Kind of an outcome: other outcomes in a cycle. */
  public static final int MIXED = 3;

  /** Kind of an outcome: other outcomes, each for a part of the networks. */
  public static final int SPLIT = 4;

  private static final int KIND_MASK = 0x7;
  private static final int REGION_COUNT = 4;
  private static final int REGION_BYTES = 4;

  private static final int SECOND = 4;
  private static final int ROTATING_BYTES = 8;
  private static final int TURNS_FIRST = 8;
  private static final int TURN_BYTES = 4;
  private static final int HASHED_GIVEN = 2;
  private static final int HASHED_FIRST = 8;
  private static final int SPLIT_FIRST = 8;
  private static final int PART_BYTES = 8;
  private static final int PART_OUTCOME = 4;
  private static final int CANDIDATE_BYTES = 16;
  private static final int CANDIDATE_WEIGHT = 8;
  private static final int CANDIDATE_VARIANT = 12;

  private RegionalSlot() {}

  // ---- what is written

  /**
   * A slot in memory of its own, which the garbage collector frees.
   *
   * @param regions each region's outcome, at least one; the same object for regions that share it
   */
  public static MemorySegment of(List<SlotOutcome> regions) {
    return new Layout(regions).write();
  }

  /** Where everything of a slot lies. */
  private static final class Layout {

    private final List<SlotOutcome> regions;
    private final List<SlotOutcome> distinct = new ArrayList<>();
    private final IdentityHashMap<SlotOutcome, Integer> outcomes = new IdentityHashMap<>();
    private final IdentityHashMap<Variant, Integer> rotated = new IdentityHashMap<>();
    private final IdentityHashMap<Variant, Integer> fixed = new IdentityHashMap<>();
    private long end;

    Layout(List<SlotOutcome> regions) {
      this.regions = regions;
      end = Slot.aligned(Slot.HEADER_BYTES + (long) regions.size() * REGION_BYTES);
      regions.forEach(this::reserve);
    }

    private void reserve(SlotOutcome outcome) {
      if (outcomes.containsKey(outcome)) {
        return;
      }
      distinct.add(outcome);
      switch (outcome) {
        case SlotOutcome.Rotating(Variant variant) -> {
          outcomes.put(outcome, reserve(ROTATING_BYTES));
          reserve(variant, rotated, variant.copiesToRotate());
        }
        case SlotOutcome.Turns(List<Variant> cycle) -> {
          outcomes.put(outcome, reserve(TURNS_FIRST + (long) cycle.size() * TURN_BYTES));
          cycle.forEach(variant -> reserve(variant, fixed, variant.copiesAsItStands()));
        }
        case SlotOutcome.Hashed(int _, List<SlotOutcome.Candidate> candidates) -> {
          outcomes.put(outcome, reserve(HASHED_FIRST + (long) candidates.size() * CANDIDATE_BYTES));
          candidates.forEach(
              candidate ->
                  reserve(candidate.variant(), fixed, candidate.variant().copiesAsItStands()));
        }
        case SlotOutcome.Mixed(List<SlotOutcome> cycle) -> {
          outcomes.put(outcome, reserve(TURNS_FIRST + (long) cycle.size() * TURN_BYTES));
          cycle.forEach(this::reserve);
        }
        case SlotOutcome.Split(List<SlotOutcome.Part> parts) -> {
          outcomes.put(outcome, reserve(SPLIT_FIRST + (long) parts.size() * PART_BYTES));
          parts.forEach(part -> reserve(part.outcome()));
        }
      }
    }

    private void reserve(Variant variant, IdentityHashMap<Variant, Integer> offsets, int copies) {
      if (!offsets.containsKey(variant)) {
        offsets.put(variant, reserve(variant.sizeBytes(copies)));
      }
    }

    private int reserve(long length) {
      int offset = Math.toIntExact(end);
      end += Slot.aligned(length);
      return offset;
    }

    private static int offset(IdentityHashMap<Variant, Integer> offsets, Variant variant) {
      Integer offset = offsets.get(variant);
      if (offset == null) {
        throw new IllegalStateException("a variant without room");
      }
      return offset;
    }

    MemorySegment write() {
      MemorySegment slot = Arena.ofAuto().allocate(end, 8);
      slot.set(ValueLayout.JAVA_INT, REGION_COUNT, regions.size());
      long region = Slot.HEADER_BYTES;
      for (SlotOutcome outcome : regions) {
        slot.set(ValueLayout.JAVA_INT, region, reference(outcome));
        region += REGION_BYTES;
      }
      for (int place = 0; place < distinct.size(); place++) {
        SlotOutcome outcome = distinct.get(place);
        write(slot, outcome, outcomes.getOrDefault(outcome, 0), place);
      }
      rotated.forEach((variant, at) -> variant.write(slot, at, variant.copiesToRotate()));
      fixed.forEach((variant, at) -> variant.write(slot, at, variant.copiesAsItStands()));
      return slot;
    }

    private int reference(SlotOutcome outcome) {
      return outcomes.getOrDefault(outcome, 0) | kind(outcome);
    }

    private static int kind(SlotOutcome outcome) {
      return switch (outcome) {
        case SlotOutcome.Rotating _ -> ROTATING;
        case SlotOutcome.Turns _ -> TURNS;
        case SlotOutcome.Hashed _ -> HASHED;
        case SlotOutcome.Mixed _ -> MIXED;
        case SlotOutcome.Split _ -> SPLIT;
      };
    }

    private void write(MemorySegment slot, SlotOutcome outcome, long at, int place) {
      switch (outcome) {
        case SlotOutcome.Rotating(Variant variant) -> {
          slot.set(ValueLayout.JAVA_INT, at, place);
          slot.set(ValueLayout.JAVA_INT, at + SECOND, offset(rotated, variant));
        }
        case SlotOutcome.Turns(List<Variant> cycle) -> {
          slot.set(ValueLayout.JAVA_INT, at, place);
          slot.set(ValueLayout.JAVA_INT, at + SECOND, cycle.size());
          long turn = at + TURNS_FIRST;
          for (Variant variant : cycle) {
            slot.set(ValueLayout.JAVA_INT, turn, offset(fixed, variant));
            turn += TURN_BYTES;
          }
        }
        case SlotOutcome.Hashed hashed -> writeHashed(slot, hashed, at);
        case SlotOutcome.Mixed(List<SlotOutcome> cycle) -> {
          slot.set(ValueLayout.JAVA_INT, at, place);
          slot.set(ValueLayout.JAVA_INT, at + SECOND, cycle.size());
          long turn = at + TURNS_FIRST;
          for (SlotOutcome each : cycle) {
            slot.set(ValueLayout.JAVA_INT, turn, reference(each));
            turn += TURN_BYTES;
          }
        }
        case SlotOutcome.Split(List<SlotOutcome.Part> parts) -> writeSplit(slot, parts, at);
      }
    }

    private void writeSplit(MemorySegment slot, List<SlotOutcome.Part> parts, long at) {
      slot.set(ValueLayout.JAVA_INT, at, parts.size());
      long all = parts.stream().mapToLong(SlotOutcome.Part::size).sum();
      long before = 0;
      long part = at + SPLIT_FIRST;
      for (SlotOutcome.Part each : parts) {
        before += each.size();
        slot.set(ValueLayout.JAVA_INT, part, (int) ((before << Integer.SIZE) / all));
        slot.set(ValueLayout.JAVA_INT, part + PART_OUTCOME, reference(each.outcome()));
        part += PART_BYTES;
      }
    }

    private void writeHashed(MemorySegment slot, SlotOutcome.Hashed hashed, long at) {
      slot.set(ValueLayout.JAVA_SHORT, at, (short) hashed.candidates().size());
      slot.set(ValueLayout.JAVA_SHORT, at + HASHED_GIVEN, (short) hashed.given());
      slot.set(ValueLayout.JAVA_INT, at + SECOND, hashed.isWeighted() ? 1 : 0);
      long candidate = at + HASHED_FIRST;
      for (SlotOutcome.Candidate each : hashed.candidates()) {
        slot.set(ValueLayout.JAVA_LONG, candidate, each.hash());
        slot.set(ValueLayout.JAVA_INT, candidate + CANDIDATE_WEIGHT, each.weight());
        slot.set(
            ValueLayout.JAVA_INT, candidate + CANDIDATE_VARIANT, offset(fixed, each.variant()));
        candidate += CANDIDATE_BYTES;
      }
    }
  }

  // ---- what is read; the slot is at offset 0 of its segment

  /** How many regions there are. */
  public static int regionCount(MemorySegment slot) {
    return slot.get(ValueLayout.JAVA_INT, REGION_COUNT);
  }

  /**
   * The outcome of a region.
   *
   * @param region 0 to {@link #regionCount} - 1; the last one's stands for any beyond
   */
  public static int outcome(MemorySegment slot, int region) {
    int known = Math.min(region, regionCount(slot) - 1);
    return slot.get(ValueLayout.JAVA_INT, Slot.HEADER_BYTES + (long) known * REGION_BYTES);
  }

  /**
   * {@link #ROTATING}, {@link #TURNS} or {@link #HASHED}; or one of those that are above these,
   * {@link #MIXED} and {@link #SPLIT}.
   */
  public static int kind(int outcome) {
    return outcome & KIND_MASK;
  }

  /** The number of an outcome that workers keep a place in. */
  public static int place(MemorySegment slot, int outcome) {
    return slot.get(ValueLayout.JAVA_INT, at(outcome));
  }

  /** The variant of an outcome that rotates. */
  public static long rotating(MemorySegment slot, int outcome) {
    return slot.get(ValueLayout.JAVA_INT, at(outcome) + SECOND);
  }

  /** How many turns a cycle has, of variants or of outcomes. */
  public static int turns(MemorySegment slot, int outcome) {
    return slot.get(ValueLayout.JAVA_INT, at(outcome) + SECOND);
  }

  /** The variant of a turn, from 0 on. */
  public static long turn(MemorySegment slot, int outcome, int turn) {
    return slot.get(ValueLayout.JAVA_INT, at(outcome) + TURNS_FIRST + (long) turn * TURN_BYTES);
  }

  /** The outcome of a turn of mixed ones, from 0 on. */
  public static int mixed(MemorySegment slot, int outcome, int turn) {
    return slot.get(ValueLayout.JAVA_INT, at(outcome) + TURNS_FIRST + (long) turn * TURN_BYTES);
  }

  /**
   * The outcome for a network.
   *
   * @param network 32 bits, as evenly spread over all networks as may be
   */
  public static int part(MemorySegment slot, int outcome, int network) {
    long at = at(outcome);
    int last = slot.get(ValueLayout.JAVA_INT, at) - 1;
    int part = 0;
    while (part < last
        && Integer.compareUnsigned(
                network,
                slot.get(ValueLayout.JAVA_INT, at + SPLIT_FIRST + (long) part * PART_BYTES))
            >= 0) {
      part++;
    }
    return slot.get(
        ValueLayout.JAVA_INT, at + SPLIT_FIRST + (long) part * PART_BYTES + PART_OUTCOME);
  }

  /** How many candidates there are. */
  public static int candidates(MemorySegment slot, int outcome) {
    return slot.get(ValueLayout.JAVA_SHORT, at(outcome)) & 0xffff;
  }

  /** How many of the candidates an answer has. */
  public static int given(MemorySegment slot, int outcome) {
    return slot.get(ValueLayout.JAVA_SHORT, at(outcome) + HASHED_GIVEN) & 0xffff;
  }

  /** True if the candidates' weights differ. */
  public static boolean isWeighted(MemorySegment slot, int outcome) {
    return slot.get(ValueLayout.JAVA_INT, at(outcome) + SECOND) != 0;
  }

  /** A candidate's hash. */
  public static long hash(MemorySegment slot, int outcome, int candidate) {
    return slot.get(ValueLayout.JAVA_LONG, candidateAt(outcome, candidate));
  }

  /** A candidate's weight. */
  public static int weight(MemorySegment slot, int outcome, int candidate) {
    return slot.get(ValueLayout.JAVA_INT, candidateAt(outcome, candidate) + CANDIDATE_WEIGHT);
  }

  /** A candidate's variant. */
  public static long candidate(MemorySegment slot, int outcome, int candidate) {
    return slot.get(ValueLayout.JAVA_INT, candidateAt(outcome, candidate) + CANDIDATE_VARIANT);
  }

  private static long at(int outcome) {
    return outcome & ~KIND_MASK;
  }

  private static long candidateAt(int outcome, int candidate) {
    return at(outcome) + HASHED_FIRST + (long) candidate * CANDIDATE_BYTES;
  }
}
