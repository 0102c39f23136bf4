package org.popdns.explain;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Configuration;
import org.popdns.name.DomainName;
import org.popdns.publish.SlotRecords;
import org.popdns.region.RegionTables;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.RegionTable;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.Snapshot;
import org.popdns.snapshot.ZoneTable;
import org.popdns.snapshot.compile.ZoneCompiler;
import org.popdns.steering.SteeringDecision;

/**
 * What files would be answered from: the zone that is asked for is compiled.
 *
 * @param configuration what the files say
 * @param regions which clients its plans tell apart
 */
record FileAnswers(Configuration configuration, RegionTables regions) implements CompiledAnswers {

  @Override
  public Snapshot with(Optional<DomainName> origin, Map<String, List<SteeringDecision>> decisions) {
    SlotDirectory slots = new SlotDirectory();
    List<CompiledZone> zones =
        origin
            .map(
                held ->
                    configuration
                        .zone(held)
                        .map(zone -> ZoneCompiler.compile(zone, slots))
                        .orElseGet(() -> CompiledZone.failed(held)))
            .stream()
            .toList();
    List<SlotKey> keys = slots.keys();
    MemorySegment[] sets = new MemorySegment[keys.size()];
    @Nullable RegionTable[] tables = new RegionTable[keys.size()];
    for (int slot = 0; slot < sets.length; slot++) {
      sets[slot] = slot(keys.get(slot), decisions);
      tables[slot] = table(keys.get(slot));
    }
    return new Snapshot(new ZoneTable(zones), new HealthAnswers(sets, tables));
  }

  private @Nullable RegionTable table(SlotKey key) {
    return Optional.ofNullable(configuration.plans().get(key.plan()))
        .flatMap(plan -> regions.of(plan, configuration.server().site()))
        .orElse(null);
  }

  private static MemorySegment slot(SlotKey key, Map<String, List<SteeringDecision>> decisions) {
    List<SteeringDecision> perRegion = decisions.get(key.plan());
    return perRegion == null
        ? Slot.of(key.type(), key.ttlSeconds(), List.of(), 0)
        : SlotRecords.encode(key, perRegion.getFirst().plan(), perRegion, SlotRecords.Numbers.NONE);
  }
}
