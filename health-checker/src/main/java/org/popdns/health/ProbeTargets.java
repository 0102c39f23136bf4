package org.popdns.health;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Member;
import org.popdns.config.model.Site;
import org.popdns.config.model.Topology;

/**
 * Which endpoints a node probes: the members of its own site and of that site's fallback sites, of
 * every cluster; nobody else's health can change its answers. A pure function; any thread.
 */
public final class ProbeTargets {
  private ProbeTargets() {}

  /**
   * The endpoints that a node at a site probes, its own site's first.
   *
   * @param topology who serves where
   * @param site where the node stands
   * @throws IllegalArgumentException if the topology has no such site
   */
  public static Set<Endpoint> of(Topology topology, String site) {
    Site own = topology.sites().get(site);
    if (own == null) {
      throw new IllegalArgumentException("no site '" + site + "'");
    }
    List<String> probed = new ArrayList<>();
    probed.add(own.name());
    probed.addAll(own.fallback());
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    for (String name : probed) {
      for (Cluster cluster : topology.clusters().values()) {
        for (Member member : cluster.membersAt(name)) {
          for (InetAddress address : member.addresses()) {
            endpoints.add(new Endpoint(cluster.check(), address));
          }
        }
      }
    }
    return endpoints;
  }
}
