package org.popdns.publish;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.SteeringPlan;
import org.popdns.record.RecordType;
import org.popdns.snapshot.RegionalSlot;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.SlotOutcome;
import org.popdns.steering.AnswerTtls;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.SteeringDecision.Share;
import org.popdns.steering.WeightedTurns;

/** The records that a plan's decisions put into a slot. Pure. */
public final class SlotRecords {

  private SlotRecords() {}

  /** What decides how a pool answers a region: what is equal in it is one outcome. */
  private record Alike(
      boolean lastResort, String pool, List<Candidate> candidates, int index, long ttlSeconds) {}

  /** The pools that answer a region, each in how many parts. */
  private record Answering(List<Alike> pools, List<Integer> parts) {}

  /** By what numbers workers count answers. */
  public interface Numbers {

    /** Where nobody counts. */
    Numbers NONE = (decision, share) -> 0;

    /** That of answers that a pool gives by a decision. */
    int of(SteeringDecision decision, Share share);
  }

  /**
   * Encodes a slot. Where a plan has one region, and all of its records are given in rotation, it
   * has one variant; else an outcome for each region.
   *
   * @param plan the plan of the key
   * @param perRegion what each region of the plan is answered with, by the regions' numbers
   */
  public static MemorySegment encode(
      SlotKey key, SteeringPlan plan, List<SteeringDecision> perRegion, Numbers numbers) {
    List<SlotOutcome> outcomes = outcomes(key, plan, perRegion, numbers);
    return outcomes.size() == 1 && outcomes.getFirst() instanceof SlotOutcome.Rotating rotating
        ? Slot.of(rotating.variant())
        : RegionalSlot.of(outcomes);
  }

  /** What {@link #encode} writes, before it is written: an outcome for each region. */
  public static List<SlotOutcome> outcomes(
      SlotKey key, SteeringPlan plan, List<SteeringDecision> perRegion, Numbers numbers) {
    if (!key.plan().equals(plan.name())) {
      throw new IllegalArgumentException("a slot of " + key.plan() + " by plan " + plan.name());
    }
    Map<Alike, SlotOutcome> ofPools = new HashMap<>();
    Map<Answering, SlotOutcome> known = new HashMap<>();
    List<SlotOutcome> outcomes = new ArrayList<>();
    for (SteeringDecision decision : perRegion) {
      outcomes.add(
          known.computeIfAbsent(
              answering(key, decision, numbers),
              found ->
                  mixture(
                      plan,
                      found,
                      alike -> ofPools.computeIfAbsent(alike, a -> outcome(key, plan, a)))));
    }
    return outcomes;
  }

  /**
   * The pools that answer a region. One that has no record of the type takes no part where others
   * have: a client that asks for both families is denied neither by the way.
   */
  private static Answering answering(SlotKey key, SteeringDecision decision, Numbers numbers) {
    long ttl = AnswerTtls.of(decision).seconds(key.ttlSeconds());
    List<Share> shares = decision.shares();
    List<Share> able =
        shares.stream().filter(share -> hasRecords(share.candidates(), key.type())).toList();
    List<Share> kept = able.isEmpty() ? List.of(shares.getFirst()) : able;
    boolean lastResort = answersLastResort(key, decision);
    return new Answering(
        kept.stream()
            .map(
                share ->
                    new Alike(
                        lastResort,
                        share.pool(),
                        share.candidates(),
                        numbers.of(decision, share),
                        ttl))
            .toList(),
        kept.stream().map(Share::parts).toList());
  }

  private static boolean hasRecords(List<Candidate> candidates, int type) {
    return candidates.stream()
        .anyMatch(candidate -> candidate.kept() && candidate.endpoint().rdata(type).isPresent());
  }

  private static SlotOutcome mixture(
      SteeringPlan plan, Answering answering, Function<Alike, SlotOutcome> outcome) {
    List<SlotOutcome> outcomes = answering.pools.stream().map(outcome).toList();
    if (outcomes.size() == 1) {
      return outcomes.getFirst();
    }
    Optional<PoolChoice.Method> method =
        plan.pool(answering.pools.getFirst().pool).map(pool -> pool.choice().method());
    if (method.filter(PoolChoice.Method.HASH::equals).isPresent()) {
      return split(outcomes, answering.parts);
    }
    long[] weights = answering.parts.stream().mapToLong(parts -> parts).toArray();
    return new SlotOutcome.Mixed(
        Arrays.stream(WeightedTurns.of(weights, 1)).map(turn -> outcomes.get(turn[0])).toList());
  }

  /**
   * Parts the networks. The first pool's lie at one end and are fewer the more it passes on; the
   * others take theirs from the other end, in their order. So whoever takes more takes it of those
   * that the first pool leaves, and no other network moves.
   */
  private static SlotOutcome split(List<SlotOutcome> outcomes, List<Integer> parts) {
    List<SlotOutcome.Part> split = new ArrayList<>();
    split.add(new SlotOutcome.Part(parts.getFirst(), outcomes.getFirst()));
    for (int i = outcomes.size() - 1; i > 0; i--) {
      split.add(new SlotOutcome.Part(parts.get(i), outcomes.get(i)));
    }
    return new SlotOutcome.Split(split);
  }

  private static boolean answersLastResort(SlotKey key, SteeringDecision decision) {
    return switch (decision.reason()) {
      case FAIL_OPEN -> !key.lastResort().isEmpty();
      case NO_RULE -> true;
      case OWN_SITE, FIRST_POOL, FALLBACK, SPILL, BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM -> false;
    };
  }

  private static SlotOutcome outcome(SlotKey key, SteeringPlan plan, Alike alike) {
    PoolChoice choice =
        plan.pool(alike.pool)
            .filter(pool -> !alike.lastResort)
            .map(pool -> pool.choice())
            .orElse(PoolChoice.ROTATE_ALL);
    PoolRecords records =
        alike.lastResort
            ? PoolRecords.ofLastResort(lastResort(key))
            : PoolRecords.of(alike.candidates, key.type());
    // RFC 1034 §3.6.2, RFC 6672 §2.4: a name has one CNAME and one DNAME record.
    boolean isName = key.type() == RecordType.CNAME || key.type() == RecordType.DNAME;
    int answers = isName ? 1 : choice.answers();
    return records.outcome(
        new PoolChoice(choice.method(), answers),
        rdata -> new Slot.Variant(key.type(), alike.ttlSeconds, rdata, List.of(), alike.index));
  }

  private static List<byte[]> lastResort(SlotKey key) {
    List<byte[]> addresses = new ArrayList<>();
    for (List<Byte> octets : key.lastResort()) {
      byte[] address = new byte[octets.size()];
      for (int i = 0; i < address.length; i++) {
        address[i] = octets.get(i);
      }
      addresses.add(address);
    }
    return addresses;
  }
}
