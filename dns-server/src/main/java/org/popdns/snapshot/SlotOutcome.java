package org.popdns.snapshot;

import java.util.List;

/**
 * What the clients of a region get of a slot: made by the control side, written by {@link
 * RegionalSlot}. Immutable.
 */
public sealed interface SlotOutcome {

  /** The whole set, each answer from the next record on. */
  record Rotating(Slot.Variant variant) implements SlotOutcome {}

  /**
   * Variants in turn, each given as it stands.
   *
   * @param cycle each turn's variant, at least one; a variant that has several turns is the same
   *     object in all of them
   */
  record Turns(List<Slot.Variant> cycle) implements SlotOutcome {

    /** Copies the list. */
    public Turns {
      cycle = List.copyOf(cycle);
    }
  }

  /**
   * Those of some candidates that the client's network hashes to (rendezvous hashing).
   *
   * @param given how many of them an answer has, 1 to as many as there are
   * @param candidates at least one
   */
  record Hashed(int given, List<Candidate> candidates) implements SlotOutcome {

    /** Copies the list. */
    public Hashed {
      candidates = List.copyOf(candidates);
    }

    /** True if some candidate is to be chosen more often than another. */
    boolean isWeighted() {
      int first = candidates.getFirst().weight();
      return candidates.stream().anyMatch(candidate -> candidate.weight() != first);
    }
  }

  /**
   * What a client's network may be sent to.
   *
   * @param hash of what tells it from the others, the same at every node and at any time
   * @param weight how many networks it gets beside the others, at least 1
   * @param variant its one record
   */
  record Candidate(long hash, int weight, Slot.Variant variant) {}
}
