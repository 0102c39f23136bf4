package org.popdns.health;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.popdns.config.model.Canary;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.EndpointUses;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.OwnNames;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.model.Suspicion;
import org.popdns.config.model.Topology;
import org.popdns.name.DomainName;

/**
 * Which endpoints a node probes: those of the pools that the rules for its site name, as far as the
 * file leaves their hosts' health to be asked about; nobody else's health can change its answers.
 * Of a plan with capacities those are all pools, since each passes load on. Immutable.
 *
 * <p>Each endpoint stands in a group, the name of its pool, which is what the checker's doubt of
 * itself counts by: where members of one group alone fail, they fail; where several do at once, it
 * may be the checker. So a group is what tends to fail as one. A cluster's pools are its sites. Of
 * the pools of other plans only the operator knows where they stand, and says so by their names:
 * pools that are called alike, in whatever record set, are one group, and a site's name is that
 * site's group. An endpoint in several pools stands in the one that is tried first.
 *
 * @param sites the endpoints and their groups; those of the pools that are tried first come first
 * @param suspicion when their failures are not believed
 * @param canaries what confirms that this node's network works
 * @param ownNames where names lead that this node answers for, so that nobody is asked
 * @param uses which members go by the endpoints, by which they are named
 */
public record ProbeTargets(
    Map<Endpoint, String> sites,
    Suspicion suspicion,
    List<Canary> canaries,
    Map<DomainName, List<InetAddress>> ownNames,
    EndpointUses uses) {

  /** Nothing is probed. */
  public static final ProbeTargets NONE = new ProbeTargets(Map.of(), Suspicion.USUAL, List.of());

  /** Copies the maps and the list; the copies of endpoints and canaries keep the order. */
  public ProbeTargets {
    sites = Collections.unmodifiableMap(new LinkedHashMap<>(sites));
    canaries = List.copyOf(canaries);
    ownNames = Map.copyOf(ownNames);
  }

  /** These endpoints, of which no names are known. */
  public ProbeTargets(Map<Endpoint, String> sites, Suspicion suspicion, List<Canary> canaries) {
    this(sites, suspicion, canaries, Map.of(), EndpointUses.NONE);
  }

  /** What a node of the configuration probes. */
  public static ProbeTargets of(Configuration configuration) {
    ProbeTargets targets =
        of(configuration.topology(), configuration.plans().values(), configuration.server().site());
    return new ProbeTargets(
        targets.sites,
        targets.suspicion,
        targets.canaries,
        OwnNames.ofTargets(configuration),
        EndpointUses.of(configuration.plans().values()));
  }

  /**
   * What a node probes.
   *
   * @param topology which sites there are, and what confirms their networks
   * @param plans who answers
   * @param site where the node stands; empty if it has no site
   * @throws IllegalArgumentException if the topology has sites, and not this one
   */
  public static ProbeTargets of(
      Topology topology, Collection<SteeringPlan> plans, Optional<String> site) {
    site.filter(name -> !topology.sites().isEmpty() && !topology.sites().containsKey(name))
        .ifPresent(
            unknown -> {
              throw new IllegalArgumentException("no site '" + unknown + "'");
            });
    List<Tried> tried = plans.stream().map(plan -> Tried.of(plan, site)).toList();
    int most = tried.stream().mapToInt(each -> each.places.size()).max().orElse(0);
    Map<Endpoint, String> groups = new LinkedHashMap<>();
    for (int place = 0; place < most; place++) {
      for (Tried each : tried) {
        if (place < each.places.size()) {
          each.places.get(place).forEach(name -> each.plan.pool(name).ifPresent(add(groups)));
        }
      }
    }
    Suspicion suspicion = topology.suspicion();
    return new ProbeTargets(groups, suspicion, site.map(suspicion::canariesAt).orElse(List.of()));
  }

  private static Consumer<Pool> add(Map<Endpoint, String> groups) {
    return pool ->
        pool.hosts().stream()
            .filter(host -> host.status() == HostStatus.OBEY)
            .flatMap(host -> host.endpoints().stream())
            .forEach(endpoint -> groups.putIfAbsent(endpoint, pool.name()));
  }

  /** The pools of a plan by their place: what any rule tries first, what any tries next. */
  private record Tried(SteeringPlan plan, List<Set<String>> places) {

    static Tried of(SteeringPlan plan, Optional<String> site) {
      List<Set<String>> places = new ArrayList<>();
      for (SteeringRule rule : plan.rulesAt(site)) {
        for (int place = 0; place < rule.pools().size(); place++) {
          if (place == places.size()) {
            places.add(new LinkedHashSet<>());
          }
          places.get(place).add(rule.pools().get(place));
        }
      }
      if (plan.hasCapacities()) {
        // What comes to the rules of other sites takes room in the pools that are tried here.
        places.add(plan.pools().keySet());
      }
      return new Tried(plan, places);
    }
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
