package org.popdns.publish;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotKey;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.Reason;

/** The records that a steering decision puts into a slot. Pure. */
public final class SlotRecords {

  private SlotRecords() {}

  /**
   * Encodes a slot.
   *
   * @param decisionIndex the number by which workers count answers that follow the decision
   */
  public static MemorySegment encode(SlotKey key, SteeringDecision decision, int decisionIndex) {
    List<byte[]> addresses =
        decision.reason() == Reason.FAIL_OPEN && !key.lastResort().isEmpty()
            ? lastResort(key)
            : addresses(decision, key.type());
    return Slot.of(key.type(), key.ttlSeconds(), addresses, decisionIndex);
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
