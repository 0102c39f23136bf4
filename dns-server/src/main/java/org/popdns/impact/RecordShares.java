package org.popdns.impact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjDoubleConsumer;
import org.popdns.answer.Rendezvous;
import org.popdns.record.RdataText;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotOutcome;

/**
 * Which records a client may get of one name and type, and how large each one's part is: an answer
 * of several is shared by them. Immutable.
 *
 * @param parts by the records as text, sorted; they sum up to 1, or there is none
 */
record RecordShares(Map<String, Double> parts) {

  /** No record. */
  static final RecordShares NONE = new RecordShares(Map.of());

  /** Below it two parts are equal: they are sums of fractions. */
  private static final double NOTHING = 1e-9;

  /** Copies the map, sorted. */
  RecordShares {
    parts = java.util.Collections.unmodifiableMap(new TreeMap<>(parts));
  }

  /** Records of which each answer has all. */
  static RecordShares alike(List<String> records) {
    Map<String, Double> parts = new TreeMap<>();
    records.forEach(record -> parts.merge(record, 1.0 / records.size(), Double::sum));
    return new RecordShares(parts);
  }

  /**
   * What a slot's outcome gives.
   *
   * @param type the records'
   * @param network the client's, as {@link Rendezvous#network} says it; empty for all clients of
   *     the outcome
   */
  static RecordShares of(SlotOutcome outcome, int type, OptionalLong network) {
    Map<String, Double> parts = new TreeMap<>();
    add(
        outcome,
        network,
        1,
        (rdata, part) -> parts.merge(RdataText.of(type, rdata), part, Double::sum));
    return new RecordShares(parts);
  }

  private static void add(
      SlotOutcome outcome, OptionalLong network, double part, ObjDoubleConsumer<byte[]> into) {
    switch (outcome) {
      case SlotOutcome.Rotating(Slot.Variant variant) -> add(variant, part, into);
      case SlotOutcome.Turns(List<Slot.Variant> cycle) ->
          cycle.forEach(turn -> add(turn, part / cycle.size(), into));
      case SlotOutcome.Hashed hashed -> add(hashed, network, part, into);
      case SlotOutcome.Mixed(List<SlotOutcome> cycle) ->
          cycle.forEach(turn -> add(turn, network, part / cycle.size(), into));
      case SlotOutcome.Split(List<SlotOutcome.Part> split) -> {
        long all = split.stream().mapToLong(SlotOutcome.Part::size).sum();
        if (network.isPresent()) {
          add(
              partOf(split, all, Rendezvous.spread(network.getAsLong())).outcome(),
              network,
              part,
              into);
        } else {
          split.forEach(each -> add(each.outcome(), network, part * each.size() / all, into));
        }
      }
    }
  }

  private static void add(Slot.Variant variant, double part, ObjDoubleConsumer<byte[]> into) {
    variant.rdata().forEach(rdata -> into.accept(rdata, part / variant.rdata().size()));
  }

  private static SlotOutcome.Part partOf(List<SlotOutcome.Part> split, long all, int spread) {
    long before = 0;
    for (SlotOutcome.Part each : split) {
      before += each.size();
      if (Integer.toUnsignedLong(spread) < (before << Integer.SIZE) / all) {
        return each;
      }
    }
    return split.getLast();
  }

  private static void add(
      SlotOutcome.Hashed hashed,
      OptionalLong network,
      double part,
      ObjDoubleConsumer<byte[]> into) {
    if (network.isEmpty()) {
      double all = hashed.candidates().stream().mapToInt(SlotOutcome.Candidate::weight).sum();
      hashed.candidates().forEach(each -> add(each.variant(), part * each.weight() / all, into));
      return;
    }
    long begun = Rendezvous.begin(network.getAsLong());
    List<SlotOutcome.Candidate> ranked = new ArrayList<>(hashed.candidates());
    ranked.sort(
        Comparator.comparingDouble(
            each -> Rendezvous.weightedScore(begun, each.hash(), each.weight())));
    ranked
        .subList(0, hashed.given())
        .forEach(each -> add(each.variant(), part / hashed.given(), into));
  }

  /** How large a part of the answers goes elsewhere by the others, 0 to 1. */
  double moved(RecordShares others) {
    if (parts.isEmpty() || others.parts.isEmpty()) {
      return parts.isEmpty() && others.parts.isEmpty() ? 0 : 1;
    }
    TreeSet<String> all = new TreeSet<>(parts.keySet());
    all.addAll(others.parts.keySet());
    double moved = 0;
    for (String record : all) {
      moved += Math.abs(of(record) - others.of(record)) / 2;
    }
    return moved < NOTHING ? 0 : Math.min(1, moved);
  }

  private double of(String record) {
    Double part = parts.get(record);
    return part == null ? 0 : part;
  }

  /** True if each record has as large a part as another. */
  boolean isEven() {
    return parts.values().stream().allMatch(part -> Math.abs(part * parts.size() - 1) < NOTHING);
  }
}
