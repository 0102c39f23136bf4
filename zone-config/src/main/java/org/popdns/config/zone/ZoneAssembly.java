package org.popdns.config.zone;

import java.util.Optional;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.Zone;
import org.popdns.config.model.ZoneSteering;

/** Makes a zone of its records. Immutable; used by the threads that load zones. */
public final class ZoneAssembly {

  private final ZoneChecks checks;
  private final Optional<Long> environmentSerial;

  /**
   * Prepares for the zones of one load.
   *
   * @param clusters empty if it is not known which clusters exist
   * @param environmentSerial the serial of zones that give none; empty to derive it from the
   *     content
   */
  public ZoneAssembly(Optional<KnownClusters> clusters, Optional<Long> environmentSerial) {
    this.checks = new ZoneChecks(clusters);
    this.environmentSerial = environmentSerial;
  }

  /**
   * Puts a zone's records together, checks and completes them. The result is of use only if no
   * error was reported while its files were read and checked.
   *
   * @return empty if the zone is too large, and then that is reported
   */
  public Optional<Zone> assemble(ZoneRecords records) {
    PackedRecordSets sets;
    try {
      sets = records.sets();
    } catch (IllegalArgumentException e) {
      records.start().error("zone " + records.origin() + ": " + e.getMessage());
      return Optional.empty();
    }
    checks.check(records, sets);
    ZoneSteering steering = records.steering();
    Optional<Long> stated = records.soa().serial();
    if (stated.isPresent()) {
      return Optional.of(new Zone(records.origin(), stated.get(), sets, steering));
    }
    long serial = environmentSerial.orElseGet(() -> ContentSerial.of(sets, steering));
    return Optional.of(new Zone(records.origin(), serial, sets.withSerial(serial), steering));
  }
}
