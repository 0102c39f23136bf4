package org.popdns.config.zone;

import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.record.RecordType;
import org.popdns.config.zone.DraftRecordSet.ClusterName;

/** The clusters that a zone names exist, and have addresses of the family asked for. */
record ClusterCheck(KnownClusters known) implements ZoneCheck {

  @Override
  public void check(DraftNames names) {
    for (DraftRecordSet set : names.zone().recordSets()) {
      set.cluster().ifPresent(cluster -> check(set, cluster));
    }
  }

  private void check(DraftRecordSet set, ClusterName cluster) {
    String name = cluster.name();
    if (!known.names().contains(name)) {
      String none = known.names().isEmpty() ? ": there are none" : "";
      cluster
          .where()
          .error(
              "unknown cluster " + Quoted.of(name) + none,
              Spelling.nearest(name, known.names().stream().sorted().toList()));
    } else if (!known.mayGive(name, set.type()) && set.values().isEmpty()) {
      cluster
          .where()
          .warning(
              "cluster "
                  + Quoted.of(name)
                  + " has no "
                  + (set.type() == RecordType.A ? "IPv4" : "IPv6")
                  + " address at any site: the answer is always empty");
    }
  }
}
