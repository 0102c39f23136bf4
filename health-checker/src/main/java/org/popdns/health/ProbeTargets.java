package org.popdns.health;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Canary;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Suspicion;
import org.popdns.config.model.Topology;

/**
 * Which endpoints a node probes: those of the pools that every plan's rule for its site names;
 * nobody else's health can change its answers. Immutable.
 *
 * @param sites the endpoints and where they stand, which is what their pools are named by; those of
 *     the pools that are tried first come first; of an endpoint in several pools, the first
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
   * @param topology which sites there are, and what confirms their networks
   * @param plans who answers
   * @param site where the node stands
   * @throws IllegalArgumentException if the topology has no such site
   */
  public static ProbeTargets of(Topology topology, Collection<SteeringPlan> plans, String site) {
    if (!topology.sites().containsKey(site)) {
      throw new IllegalArgumentException("no site '" + site + "'");
    }
    List<List<Pool>> tried = plans.stream().map(plan -> plan.poolsAt(Optional.of(site))).toList();
    int most = tried.stream().mapToInt(List::size).max().orElse(0);
    Map<Endpoint, String> sites = new LinkedHashMap<>();
    for (int place = 0; place < most; place++) {
      for (List<Pool> pools : tried) {
        if (place < pools.size()) {
          Pool pool = pools.get(place);
          pool.endpoints().forEach(endpoint -> sites.putIfAbsent(endpoint, pool.name()));
        }
      }
    }
    return new ProbeTargets(sites, topology.suspicion(), topology.suspicion().canariesAt(site));
  }

  /** These endpoints, all at one site, without canaries. */
  public static ProbeTargets atOneSite(Set<Endpoint> endpoints) {
    Map<Endpoint, String> sites = new LinkedHashMap<>();
    endpoints.forEach(endpoint -> sites.put(endpoint, "here"));
    return new ProbeTargets(sites, Suspicion.USUAL, List.of());
  }

  /** The endpoints, those that are tried first come first. */
  public Set<Endpoint> endpoints() {
    return sites.keySet();
  }

  /** How long it takes until each endpoint has been probed once, if none of them answers. */
  public Duration longestRound() {
    Duration longest =
        sites.keySet().stream()
            .map(endpoint -> endpoint.check().timing().timeout())
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return longest.multipliedBy(Math.ceilDiv(sites.size(), ProbeGate.LIMIT));
  }
}
