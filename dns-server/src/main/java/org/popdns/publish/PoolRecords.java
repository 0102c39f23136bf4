package org.popdns.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.popdns.config.model.PoolChoice;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotOutcome;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.WeightedTurns;

/**
 * The records of one type that a pool answers with, and how its choice goes through them. Made by
 * {@link SlotRecords} for each outcome; immutable.
 */
final class PoolRecords {

  /** A weight in parts, which can be shared by as many records as a host has in earnest. */
  private static final long PARTS = 2L * 2 * 2 * 3 * 5 * 7;

  // In the order of the file.
  private final List<Answering> records;

  /** A record and what it counts for. */
  private static final class Answering {

    private final byte[] rdata;
    private final String host;
    // Its number among the host's records of the type, those that do not answer included.
    private final int ofHost;
    // The host's, which its records share.
    private final int hostWeight;

    Answering(byte[] rdata, String host, int ofHost, int hostWeight) {
      this.rdata = rdata;
      this.host = host;
      this.ofHost = ofHost;
      this.hostWeight = hostWeight;
    }
  }

  private PoolRecords(List<Answering> records) {
    this.records = records;
  }

  /** The records of the candidates that are kept. */
  static PoolRecords of(List<Candidate> candidates, int type) {
    List<Answering> records = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Candidate candidate : candidates) {
      Optional<byte[]> rdata = candidate.endpoint().rdata(type);
      if (rdata.isPresent()) {
        String host = candidate.host().name();
        int ofHost = seen.merge(host, 1, Integer::sum) - 1;
        if (candidate.kept()) {
          records.add(new Answering(rdata.get(), host, ofHost, candidate.host().weight()));
        }
      }
    }
    return new PoolRecords(records);
  }

  /** Records that belong to no host. */
  static PoolRecords ofLastResort(List<byte[]> rdata) {
    return new PoolRecords(rdata.stream().map(each -> new Answering(each, "", 0, 1)).toList());
  }

  /**
   * What clients get.
   *
   * @param variant makes a variant of records
   */
  SlotOutcome outcome(PoolChoice choice, Function<List<byte[]>, Slot.Variant> variant) {
    int given = Math.min(choice.answers(), records.size());
    if (records.isEmpty()) {
      return new SlotOutcome.Rotating(variant.apply(List.of()));
    }
    return switch (choice.method()) {
      case ROTATE -> inRotation(given, variant);
      case WEIGHTED -> byWeight(given, variant);
      case HASH -> byHash(given, variant);
    };
  }

  private SlotOutcome inRotation(int given, Function<List<byte[]>, Slot.Variant> variant) {
    int count = records.size();
    if (given == count) {
      return new SlotOutcome.Rotating(
          variant.apply(records.stream().map(record -> record.rdata).toList()));
    }
    int[][] turns =
        IntStream.range(0, count)
            .mapToObj(turn -> IntStream.range(turn, turn + given).map(i -> i % count).toArray())
            .toArray(int[][]::new);
    return inTurns(turns, variant);
  }

  private SlotOutcome byWeight(int given, Function<List<byte[]>, Slot.Variant> variant) {
    long[] weights = weights();
    return Arrays.stream(weights).allMatch(weight -> weight == weights[0])
        ? inRotation(given, variant)
        : inTurns(WeightedTurns.of(weights, given), variant);
  }

  /** A host that answers with several records lets each have as many of its turns. */
  private long[] weights() {
    Map<String, Long> ofHost = new HashMap<>();
    records.forEach(record -> ofHost.merge(record.host, 1L, Long::sum));
    return records.stream()
        .mapToLong(record -> record.hostWeight * PARTS / ofHost.getOrDefault(record.host, 1L))
        .toArray();
  }

  private SlotOutcome inTurns(int[][] turns, Function<List<byte[]>, Slot.Variant> variant) {
    Map<List<Integer>, Slot.Variant> known = new HashMap<>();
    List<Slot.Variant> cycle = new ArrayList<>();
    for (int[] turn : turns) {
      List<Integer> numbers = Arrays.stream(turn).boxed().toList();
      cycle.add(
          known.computeIfAbsent(
              numbers,
              given -> variant.apply(given.stream().map(i -> records.get(i).rdata).toList())));
    }
    return new SlotOutcome.Turns(cycle);
  }

  private SlotOutcome byHash(int given, Function<List<byte[]>, Slot.Variant> variant) {
    return new SlotOutcome.Hashed(
        given,
        records.stream()
            .map(
                record ->
                    new SlotOutcome.Candidate(
                        hash(record), record.hostWeight, variant.apply(List.of(record.rdata))))
            .toList());
  }

  /**
   * What tells a record from others by the names that the file gives: a host's first addresses of
   * both families have one hash, so that a client goes to the same host by either.
   */
  private static long hash(Answering record) {
    // FNV-1a, for its plainness; the worker mixes it well.
    long hash = 0xCBF29CE484222325L;
    for (byte octet : record.host.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * 0x100000001B3L;
    }
    return (hash ^ record.ofHost) * 0x100000001B3L;
  }
}
