package org.popdns.config.model;

/**
 * A member that goes by an endpoint's health, by its name. Log, events, metrics and orders call it
 * so. Immutable.
 *
 * @param cluster the cluster's name, or that of a record's own plan: {@code www.example.com. A}
 * @param site the site, or the pool of such a plan
 * @param member the host's name, or a pool's value
 */
public record EndpointUse(String cluster, String site, String member) {

  /** A host of a plan's pool. */
  public static EndpointUse of(SteeringPlan plan, Pool pool, Pool.Host host) {
    return new EndpointUse(plan.name(), pool.name(), host.name());
  }

  /** In one word: {@code images/tokyo/t1}. */
  @Override
  public String toString() {
    return cluster + "/" + site + "/" + member;
  }
}
