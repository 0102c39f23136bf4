package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.record.RecordType;
import org.popdns.config.record.SoaRdata;
import org.popdns.name.DomainName;

/** Makes a zone of a draft. Used by the one thread that loads. */
public final class ZoneAssembly {

  private static final String HOSTMASTER = "hostmaster";

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
   * Checks a draft and completes it. The result is of use only if no error was reported while its
   * file was read and checked.
   *
   * @return empty if the zone is too large, and then that is reported
   */
  public Optional<Zone> assemble(DraftZone draft) {
    checks.check(draft);
    List<RecordSet> sets = new ArrayList<>();
    draft.recordSets().forEach(set -> sets.add(recordSet(set)));
    DraftSoa soa = draft.soa().orElseGet(() -> DraftSoa.byDefault(draft.start()));
    DomainName mname = soa.mname().orElseGet(() -> firstNameServer(draft));
    DomainName rname = soa.rname().orElseGet(() -> hostmaster(draft.origin()));
    sets.add(soaSet(draft.origin(), soa, mname, rname, 0));
    sets.sort(RecordSet.CANONICAL_ORDER);
    long serial = soa.serial().or(() -> environmentSerial).orElseGet(() -> ContentSerial.of(sets));
    sets.replaceAll(
        set ->
            set.type() == RecordType.SOA ? soaSet(draft.origin(), soa, mname, rname, serial) : set);
    try {
      return Optional.of(new Zone(draft.origin(), serial, sets));
    } catch (IllegalArgumentException e) {
      draft.start().error("zone " + draft.origin() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static DomainName hostmaster(DomainName origin) {
    boolean fits = origin.lengthBytes() + 1 + HOSTMASTER.length() <= DomainName.MAX_LENGTH_BYTES;
    return fits ? DomainName.parse(HOSTMASTER, origin) : origin;
  }

  private static DomainName firstNameServer(DraftZone draft) {
    return draft.recordSets().stream()
        .filter(set -> set.type() == RecordType.NS && set.owner().equals(draft.origin()))
        .map(set -> DomainName.ofWire(set.values().getFirst().rdata()))
        .findFirst()
        .orElse(draft.origin());
  }

  private static RecordSet recordSet(DraftRecordSet set) {
    List<byte[]> rdata = set.values().stream().map(DraftRecordSet.Value::rdata).toList();
    return set.cluster()
        .<RecordSet>map(
            cluster ->
                new RecordSet.Steered(
                    set.owner(),
                    set.type(),
                    set.ttlSeconds(),
                    cluster.name(),
                    rdata,
                    set.where().position()))
        .orElseGet(
            () ->
                new RecordSet.Static(
                    set.owner(), set.type(), set.ttlSeconds(), rdata, set.where().position()));
  }

  private static RecordSet soaSet(
      DomainName origin, DraftSoa soa, DomainName mname, DomainName rname, long serial) {
    byte[] rdata =
        new SoaRdata(mname, rname, serial, soa.refresh(), soa.retry(), soa.expire(), soa.minimum())
            .toBytes();
    return new RecordSet.Static(
        origin, RecordType.SOA, soa.ttlSeconds(), List.of(rdata), soa.where().position());
  }
}
