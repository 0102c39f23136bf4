package org.popdns.health;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.popdns.config.model.Canary;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Member;
import org.popdns.config.model.Site;
import org.popdns.config.model.Suspicion;
import org.popdns.config.model.Topology;

/**
 * Which endpoints a node probes: the members of its own site and of that site's fallback sites, of
 * every cluster; nobody else's health can change its answers. Immutable.
 *
 * @param sites the endpoints and the sites where they stand, its own site's first; of an endpoint
 *     that serves at several sites, the first
 * @param suspicion when their failures are not believed
 * @param canaries what confirms that this node's network works
 */
public record ProbeTargets(
    Map<Endpoint, String> sites, Suspicion suspicion, List<Canary> canaries) {

  /** Nothing is probed. */
  public static final ProbeTargets NONE = new ProbeTargets(Map.of(), Suspicion.USUAL, List.of());

  /** Copies the map and the list; the copies keep the order. */
  public ProbeTargets {
    sites = Collections.unmodifiableMap(new LinkedHashMap<>(sites));
    canaries = List.copyOf(canaries);
  }

  /**
   * What a node at a site probes.
   *
   * @param topology who serves where
   * @param site where the node stands
   * @throws IllegalArgumentException if the topology has no such site
   */
  public static ProbeTargets of(Topology topology, String site) {
    Site own = topology.sites().get(site);
    if (own == null) {
      throw new IllegalArgumentException("no site '" + site + "'");
    }
    List<String> probed = new ArrayList<>();
    probed.add(own.name());
    probed.addAll(own.fallback());
    Map<Endpoint, String> endpoints = new LinkedHashMap<>();
    for (String name : probed) {
      for (Cluster cluster : topology.clusters().values()) {
        for (Member member : cluster.membersAt(name)) {
          for (InetAddress address : member.addresses()) {
            endpoints.putIfAbsent(new Endpoint(cluster.check(), address), name);
          }
        }
      }
    }
    return new ProbeTargets(endpoints, topology.suspicion(), topology.suspicion().canariesAt(site));
  }

  /** These endpoints, all at one site, without canaries. */
  public static ProbeTargets atOneSite(Set<Endpoint> endpoints) {
    Map<Endpoint, String> sites = new LinkedHashMap<>();
    endpoints.forEach(endpoint -> sites.put(endpoint, "here"));
    return new ProbeTargets(sites, Suspicion.USUAL, List.of());
  }

  /** The endpoints, this site's first. */
  public Set<Endpoint> endpoints() {
    return sites.keySet();
  }
}
