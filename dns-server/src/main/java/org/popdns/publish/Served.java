package org.popdns.publish;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.popdns.config.model.Configuration;
import org.popdns.health.HealthSnapshot;
import org.popdns.region.RegionTables;
import org.popdns.snapshot.Snapshot;
import org.popdns.steering.CapacityLimits;

/**
 * All that is served at one moment, and what judges and tells of it: exchanged as one value, so
 * that nobody sees one configuration with the plans or zones of another. Who needs several parts
 * takes one {@code Served} and reads them from it. Immutable.
 *
 * @param taken the configuration that was taken up
 * @param zones the versions of its zones
 * @param plans what each plan answers with, by its name, in the order of the file
 * @param health that this was decided by; endpoints may have been probed since
 * @param regions where clients are, and which rules of the plans are for them
 * @param snapshot what workers answer from
 */
public record Served(
    ServedConfiguration taken,
    ZoneStore zones,
    Map<String, PlanState> plans,
    HealthSnapshot health,
    RegionTables regions,
    Snapshot snapshot) {

  /** Copies the map, in its order. */
  public Served {
    plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
  }

  /** Before anything is served: what will be is known. */
  static Served nothingOf(ServedConfiguration first) {
    return new Served(
        first, ZoneStore.EMPTY, Map.of(), HealthSnapshot.EMPTY, RegionTables.NONE, Snapshot.EMPTY);
  }

  /** The configuration. */
  public Configuration configuration() {
    return taken.configuration();
  }

  /** Up to where pools may be loaded that take load back, by their plans' names. */
  public Map<String, CapacityLimits> limits() {
    Map<String, CapacityLimits> limits = new LinkedHashMap<>();
    plans.forEach(
        (name, state) -> {
          if (!state.limits().byPool().isEmpty()) {
            limits.put(name, state.limits());
          }
        });
    return limits;
  }

  /** What each plan answers with, in the order of the file. */
  public List<PlanState> planStates() {
    return List.copyOf(plans.values());
  }
}
