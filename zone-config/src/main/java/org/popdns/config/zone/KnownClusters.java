package org.popdns.config.zone;

import java.util.Map;
import java.util.Set;
import org.popdns.config.model.Cluster;
import org.popdns.record.RecordType;

/**
 * The clusters that zones may name.
 *
 * @param names every cluster's name, also of those that were refused
 * @param clusters those that are right
 */
public record KnownClusters(Set<String> names, Map<String, Cluster> clusters) {

  /** Copies both. */
  public KnownClusters {
    names = Set.copyOf(names);
    clusters = Map.copyOf(clusters);
  }

  /** True unless the cluster is right and has no address that fits the type. */
  boolean mayGive(String cluster, int type) {
    Cluster known = clusters.get(cluster);
    int lengthBytes = type == RecordType.A ? 4 : 16;
    return known == null
        || known.members().values().stream()
            .flatMap(hosts -> hosts.stream())
            .flatMap(host -> host.addresses().stream())
            .anyMatch(address -> address.getAddress().length == lengthBytes);
  }
}
