package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.ZoneNames;
import org.popdns.record.RecordType;

/**
 * All that must hold for a zone as a whole, looked at in one pass. An error is what can't be
 * answered from, or what two of BIND, NSD and Knot refuse to load; the rest is a warning.
 * Immutable.
 */
final class ZoneChecks {

  private final List<RecordSetCheck> always;
  private final List<RecordSetCheck> all;

  /**
   * The checks of one load.
   *
   * @param clusters empty if it is not known which clusters exist
   */
  ZoneChecks(Optional<KnownClusters> clusters) {
    List<RecordSetCheck> checks =
        new ArrayList<>(
            List.of(
                new TtlCheck(),
                new OwnerCheck(),
                new SizeCheck(),
                new OcclusionCheck(),
                new CnameCheck(),
                new ApexCheck()));
    clusters.ifPresent(known -> checks.add(new ClusterCheck(known)));
    always = List.copyOf(checks);
    checks.add(new TargetCheck());
    checks.add(new PoolTargetCheck());
    all = List.copyOf(checks);
  }

  /** Reports what is wrong with a zone's record sets. */
  void check(ZoneRecords records, PackedRecordSets sets) {
    CheckedZone zone = new CheckedZone(records, sets);
    ZoneNames names = zone.names();
    List<RecordSetCheck> checks = zone.isWhole() ? all : always;
    for (int number = 0; number < names.size(); number++) {
      for (int i = names.firstSet(number); i < names.endSet(number); i++) {
        zone.move(number, i);
        for (RecordSetCheck check : checks) {
          check.check(zone);
        }
      }
    }
    zone.report();
    if (zone.isWhole() && names.set(0, RecordType.NS) == ZoneNames.NONE) {
      records.start().warning("zone " + sets.origin() + " lacks NS records at the zone itself");
    }
  }
}
