package org.popdns.config.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which pools answer, and in which order they are tried.
 *
 * @param sites the sites whose nodes follow the rule; if there are none, all nodes do
 * @param clients whose questions it is for
 * @param pools names of the plan's pools, at least one, none twice; the first is meant to answer,
 *     the others are its fallbacks
 * @param load what comes to it at its peak, at all nodes together, in the unit of the pools'
 *     capacities; empty: nobody says
 * @param order in which the pools are tried
 */
public record SteeringRule(
    Set<String> sites,
    ClientCondition clients,
    List<String> pools,
    Optional<Long> load,
    PoolOrder order) {

  /** Copies the set and the list. */
  public SteeringRule {
    sites = Set.copyOf(sites);
    pools = List.copyOf(pools);
  }

  /** The same rule, to which so much comes. */
  SteeringRule withLoad(Optional<Long> declared) {
    return new SteeringRule(sites, clients, pools, declared, order);
  }

  /** A rule of which nobody says what comes to it. */
  public SteeringRule(Set<String> sites, ClientCondition clients, List<String> pools) {
    this(sites, clients, pools, Optional.empty());
  }

  /** A rule that tries its pools as it names them. */
  public SteeringRule(
      Set<String> sites, ClientCondition clients, List<String> pools, Optional<Long> load) {
    this(sites, clients, pools, load, PoolOrder.DECLARED);
  }

  /** A rule of one site for all clients. */
  public SteeringRule(String site, List<String> pools) {
    this(Set.of(site), ClientCondition.EVERYBODY, pools);
  }

  /** The same rule with another order of its pools. */
  public SteeringRule by(PoolOrder other) {
    return new SteeringRule(sites, clients, pools, load, other);
  }

  /**
   * True if a node follows it.
   *
   * @param site where the node stands; empty if it has no site
   */
  public boolean holdsAt(Optional<String> site) {
    return sites.isEmpty() || site.filter(sites::contains).isPresent();
  }
}
