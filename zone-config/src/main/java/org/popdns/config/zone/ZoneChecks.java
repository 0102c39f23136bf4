package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.DomainName;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.record.RecordType;

/**
 * What must hold for a zone as a whole, whichever format its file has. Each problem is reported at
 * the record it is about. Used by the one thread that loads.
 */
final class ZoneChecks {

  private final DraftZone zone;
  private final Map<DomainName, List<DraftRecordSet>> byOwner = new HashMap<>();

  ZoneChecks(DraftZone zone) {
    this.zone = zone;
    for (DraftRecordSet set : zone.recordSets()) {
      byOwner.computeIfAbsent(set.owner(), owner -> new ArrayList<>()).add(set);
    }
  }

  /**
   * Reports what is wrong.
   *
   * @param clusters the clusters that exist; empty if that is not known
   */
  void check(Optional<Set<String>> clusters) {
    nameServersAtApex();
    cnameStandsAlone();
    clusters.ifPresent(this::clustersExist);
  }

  private void nameServersAtApex() {
    boolean present =
        byOwner.getOrDefault(zone.origin(), List.of()).stream()
            .anyMatch(set -> set.type() == RecordType.NS);
    if (!present) {
      zone.start().error("zone " + zone.origin() + " lacks NS records at the zone itself");
    }
  }

  // RFC 1034 §3.6.2: if a CNAME is present at a node, no other data should be present.
  private void cnameStandsAlone() {
    for (List<DraftRecordSet> sets : byOwner.values()) {
      for (DraftRecordSet set : sets) {
        if (set.type() != RecordType.CNAME) {
          continue;
        }
        if (set.owner().equals(zone.origin())) {
          set.where().error("the zone itself cannot be a CNAME: it has SOA and NS records");
        } else if (sets.size() > 1) {
          DraftRecordSet other = sets.get(sets.indexOf(set) == 0 ? 1 : 0);
          set.where()
              .error(
                  "a CNAME stands alone, but "
                      + set.owner()
                      + " has "
                      + other.mnemonic()
                      + " records too, in line "
                      + other.where().span().line());
        }
      }
    }
  }

  private void clustersExist(Set<String> clusters) {
    for (DraftRecordSet set : zone.recordSets()) {
      set.cluster()
          .filter(cluster -> !clusters.contains(cluster.name()))
          .ifPresent(
              cluster ->
                  cluster
                      .where()
                      .error(
                          clusters.isEmpty()
                              ? "unknown cluster " + Quoted.of(cluster.name()) + ": there are none"
                              : "unknown cluster " + Quoted.of(cluster.name()),
                          Spelling.nearest(cluster.name(), clusters)));
    }
  }
}
