package org.popdns.publish;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.popdns.config.model.SteeringPlan;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotKey;
import org.popdns.steering.SteeringDecision;

/** The records that a plan's decisions put into a slot. Pure. */
public final class SlotRecords {

  private SlotRecords() {}

  /**
   * Encodes a slot.
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
    List<Slot.Variant> variants = new ArrayList<>();
    for (int region = 0; region < perRegion.size(); region++) {
      variants.add(
          new Slot.Variant(
              key.type(),
              key.ttlSeconds(),
              records(key, perRegion.get(region)),
              List.of(),
              decisionIndexes[region]));
    }
    return Slot.of(variants);
  }

  private static List<byte[]> records(SlotKey key, SteeringDecision decision) {
    return switch (decision.reason()) {
      case FAIL_OPEN ->
          key.lastResort().isEmpty() ? addresses(decision, key.type()) : lastResort(key);
      case NO_RULE -> lastResort(key);
      case OWN_SITE, FIRST_POOL, FALLBACK, BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM ->
          addresses(decision, key.type());
    };
  }

  private static List<byte[]> addresses(SteeringDecision decision, int type) {
    return decision.answering().stream()
        .flatMap(endpoint -> endpoint.rdata(type).stream())
        .toList();
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
