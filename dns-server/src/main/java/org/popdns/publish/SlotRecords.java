package org.popdns.publish;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.SteeringPlan;
import org.popdns.record.RecordType;
import org.popdns.snapshot.RegionalSlot;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.SlotOutcome;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.Candidate;

/** The records that a plan's decisions put into a slot. Pure. */
public final class SlotRecords {

  private SlotRecords() {}

  /** What decides how a region is answered: regions that are equal in it share an outcome. */
  private record Alike(boolean lastResort, String pool, List<Candidate> candidates, int index) {}

  /**
   * Encodes a slot. Where a plan has one region, and all of its records are given in rotation, it
   * has one variant; else an outcome for each region.
   *
   * @param plan the plan of the key
   * @param perRegion what each region of the plan is answered with, by the regions' numbers
   * @param decisionIndexes by region, the number by which workers count answers that follow the
   *     decision
   */
  public static MemorySegment encode(
      SlotKey key, SteeringPlan plan, List<SteeringDecision> perRegion, int[] decisionIndexes) {
    if (!key.plan().equals(plan.name())) {
      throw new IllegalArgumentException("a slot of " + key.plan() + " by plan " + plan.name());
    }
    Map<Alike, SlotOutcome> known = new HashMap<>();
    List<SlotOutcome> outcomes = new ArrayList<>();
    for (int region = 0; region < perRegion.size(); region++) {
      SteeringDecision decision = perRegion.get(region);
      Alike alike =
          new Alike(
              answersLastResort(key, decision),
              decision.pool(),
              decision.candidates(),
              decisionIndexes[region]);
      outcomes.add(known.computeIfAbsent(alike, a -> outcome(key, plan, a)));
    }
    return outcomes.size() == 1 && outcomes.getFirst() instanceof SlotOutcome.Rotating rotating
        ? Slot.of(rotating.variant())
        : RegionalSlot.of(outcomes);
  }

  private static boolean answersLastResort(SlotKey key, SteeringDecision decision) {
    return switch (decision.reason()) {
      case FAIL_OPEN -> !key.lastResort().isEmpty();
      case NO_RULE -> true;
      case OWN_SITE, FIRST_POOL, FALLBACK, BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM -> false;
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
    // RFC 1034 §3.6.2: a name has one CNAME record.
    int answers = key.type() == RecordType.CNAME ? 1 : choice.answers();
    return records.outcome(
        new PoolChoice(choice.method(), answers),
        rdata -> new Slot.Variant(key.type(), key.ttlSeconds(), rdata, List.of(), alike.index));
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
