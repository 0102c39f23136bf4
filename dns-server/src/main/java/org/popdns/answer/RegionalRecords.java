package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.RegionalSlot;
import org.popdns.snapshot.Slot;

/**
 * What a client gets of a {@link RegionalSlot}: one variant, or several of one record each. One
 * instance per worker, overwritten by each choice; it allocates only when a slot has more
 * candidates than any before.
 */
final class RegionalRecords {

  private final Rotation rotation;
  private int count;
  private int first;
  private long[] variants = new long[16];
  private double[] scores = new double[16];

  RegionalRecords(Rotation rotation) {
    this.rotation = rotation;
  }

  /** How many variants were chosen, at least 1. */
  int count() {
    return count;
  }

  /** The offset of a variant that was chosen. */
  long variant(int index) {
    return variants[index];
  }

  /** With which record the variant begins. */
  int first() {
    return first;
  }

  /**
   * Chooses.
   *
   * @param zone in which the slot is asked for
   * @param slot at offset 0
   * @param number the slot's
   * @param section that the slot is in, as {@link Exchange} tells them apart
   */
  void choose(Exchange exchange, CompiledZone zone, MemorySegment slot, int number, int section) {
    int region = exchange.choice.region(exchange.snapshot.health().table(number), zone, section);
    int outcome = RegionalSlot.outcome(slot, region);
    if (RegionalSlot.kind(outcome) >= RegionalSlot.MIXED) {
      outcome = partOf(outcome, exchange, zone, slot, number, section);
    }
    count = 1;
    first = 0;
    switch (RegionalSlot.kind(outcome)) {
      case RegionalSlot.ROTATING -> {
        variants[0] = RegionalSlot.rotating(slot, outcome);
        int records = Slot.count(slot, variants[0]);
        if (records > 1) {
          first = rotation.nextOfOutcome(number, RegionalSlot.place(slot, outcome), records);
        }
      }
      case RegionalSlot.TURNS -> {
        int turns = RegionalSlot.turns(slot, outcome);
        int turn = rotation.nextTurn(number, RegionalSlot.place(slot, outcome), turns);
        variants[0] = RegionalSlot.turn(slot, outcome, turn);
      }
      default -> rank(slot, outcome, exchange.choice.network(zone, section));
    }
  }

  /** The outcome that a mixture comes to. */
  private int partOf(
      int mixture,
      Exchange exchange,
      CompiledZone zone,
      MemorySegment slot,
      int number,
      int section) {
    if (RegionalSlot.kind(mixture) == RegionalSlot.MIXED) {
      int turns = RegionalSlot.turns(slot, mixture);
      int turn = rotation.nextTurn(number, RegionalSlot.place(slot, mixture), turns);
      return RegionalSlot.mixed(slot, mixture, turn);
    }
    long network = exchange.choice.network(zone, section);
    return RegionalSlot.part(slot, mixture, Rendezvous.spread(network));
  }

  /** Takes the candidates with the best scores, the best first; of equal ones the earlier. */
  private void rank(MemorySegment slot, int outcome, long network) {
    int candidates = RegionalSlot.candidates(slot, outcome);
    if (candidates > variants.length) {
      variants = new long[candidates];
      scores = new double[candidates];
    }
    count = RegionalSlot.given(slot, outcome);
    boolean weighted = RegionalSlot.isWeighted(slot, outcome);
    long begun = Rendezvous.begin(network);
    int ranked = 0;
    for (int i = 0; i < candidates; i++) {
      long hash = RegionalSlot.hash(slot, outcome, i);
      double score =
          weighted
              ? Rendezvous.weightedScore(begun, hash, RegionalSlot.weight(slot, outcome, i))
              : Rendezvous.score(begun, hash);
      int at = ranked;
      while (at > 0 && score < scores[at - 1]) {
        at--;
      }
      if (at < count) {
        ranked = Math.min(ranked + 1, count);
        for (int j = ranked - 1; j > at; j--) {
          scores[j] = scores[j - 1];
          variants[j] = variants[j - 1];
        }
        scores[at] = score;
        variants[at] = RegionalSlot.candidate(slot, outcome, i);
      }
    }
  }
}
