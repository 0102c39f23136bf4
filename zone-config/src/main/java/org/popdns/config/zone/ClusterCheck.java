package org.popdns.config.zone;

import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.zone.RecordPlaces.Part;
import org.popdns.record.RecordType;

/** The clusters that a zone names exist, and have addresses of the family asked for. */
record ClusterCheck(KnownClusters known) implements RecordSetCheck {

  @Override
  public void check(CheckedZone zone) {
    if (!zone.cursor().isSteered()) {
      return;
    }
    String name = zone.cluster();
    if (zone.records().ownPlans().containsKey(name)) {
      return; // It was checked as it was read.
    }
    if (!known.names().contains(name)) {
      String none = known.names().isEmpty() ? ": there are none" : "";
      zone.mark(Part.CLUSTER)
          .error(
              "unknown cluster " + Quoted.of(name) + none,
              Spelling.nearest(name, known.names().stream().sorted().toList()));
    } else if (zone.cursor().recordCount() == 0 && !known.mayGive(name, zone.cursor().type())) {
      zone.mark(Part.CLUSTER)
          .warning(
              "cluster "
                  + Quoted.of(name)
                  + " has no "
                  + (zone.cursor().type() == RecordType.A ? "IPv4" : "IPv6")
                  + " address at any site: the answer is always empty");
    }
  }
}
