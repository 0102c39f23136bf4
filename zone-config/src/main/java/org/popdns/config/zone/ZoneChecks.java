package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.zone.DraftZone.Completeness;

/** All that must hold for a zone as a whole. Immutable. */
final class ZoneChecks {

  private final List<ZoneCheck> always;
  private final List<ZoneCheck> ofWhatIsMissing = List.of(new MissingCheck(), new TargetCheck());

  /**
   * The checks of one load.
   *
   * @param clusters empty if it is not known which clusters exist
   */
  ZoneChecks(Optional<KnownClusters> clusters) {
    List<ZoneCheck> all =
        new ArrayList<>(
            List.of(
                new ApexCheck(),
                new CnameCheck(),
                new OcclusionCheck(),
                new OwnerCheck(),
                new SizeCheck(),
                new TtlCheck()));
    clusters.ifPresent(known -> all.add(new ClusterCheck(known)));
    this.always = List.copyOf(all);
  }

  /** Reports what is wrong with a zone. */
  void check(DraftZone zone) {
    DraftNames names = new DraftNames(zone);
    always.forEach(check -> check.check(names));
    if (zone.completeness() == Completeness.COMPLETE) {
      ofWhatIsMissing.forEach(check -> check.check(names));
    }
  }
}
