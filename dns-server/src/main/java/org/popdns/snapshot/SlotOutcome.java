package org.popdns.snapshot;

import java.util.List;
import java.util.stream.Stream;

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
   * Other outcomes in turn.
   *
   * @param cycle each turn's outcome, at least one, none of them mixed itself; one that has several
   *     turns is the same object in all of them
   */
  record Mixed(List<SlotOutcome> cycle) implements SlotOutcome {

    /** Copies the list. */
    public Mixed {
      cycle = List.copyOf(cycle);
      refuseMixed(cycle.stream());
    }
  }

  /**
   * Other outcomes, each for a part of the clients' networks: always the same ones as long as the
   * parts before it are as large.
   *
   * @param parts at least one
   */
  record Split(List<Part> parts) implements SlotOutcome {

    /** Copies the list. */
    public Split {
      parts = List.copyOf(parts);
      refuseMixed(parts.stream().map(Part::outcome));
    }
  }

  /**
   * An outcome for some networks.
   *
   * @param size its part, beside the sizes of the others; at least 1
   * @param outcome not mixed itself
   */
  record Part(int size, SlotOutcome outcome) {}

  private static void refuseMixed(Stream<SlotOutcome> outcomes) {
    if (outcomes.anyMatch(each -> each instanceof Mixed || each instanceof Split)) {
      throw new IllegalArgumentException("a mixture within a mixture");
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
