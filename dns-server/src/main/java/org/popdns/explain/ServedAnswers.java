package org.popdns.explain;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.name.DomainName;
import org.popdns.publish.SlotRecords;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.RegionTable;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.Snapshot;
import org.popdns.steering.SteeringDecision;

/**
 * What a running server answers from: the very zones, and its slots but for those that plans would
 * fill otherwise. Nothing is compiled, whatever the size of the zones.
 *
 * @param served what workers answer from
 * @param keys the slots' keys by their numbers
 */
public record ServedAnswers(Snapshot served, List<SlotKey> keys) implements CompiledAnswers {

  @Override
  public Snapshot with(Optional<DomainName> origin, Map<String, List<SteeringDecision>> decisions) {
    return decisions.isEmpty()
        ? served
        : new Snapshot(served.zones(), slots(decisions), served.cookies());
  }

  private HealthAnswers slots(Map<String, List<SteeringDecision>> decisions) {
    MemorySegment[] slots = new MemorySegment[served.health().size()];
    @Nullable RegionTable[] tables = new RegionTable[slots.length];
    for (int i = 0; i < slots.length; i++) {
      tables[i] = served.health().table(i);
      List<SteeringDecision> perRegion = decisions.get(keys.get(i).plan());
      slots[i] =
          perRegion == null
              ? served.health().slot(i)
              : SlotRecords.encode(
                  keys.get(i), perRegion.getFirst().plan(), perRegion, SlotRecords.Numbers.NONE);
    }
    return new HealthAnswers(slots, tables);
  }
}
