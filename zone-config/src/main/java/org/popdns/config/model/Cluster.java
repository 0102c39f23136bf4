package org.popdns.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group of hosts that serve the same content at several sites, as the file has it: a shorthand
 * for a {@link SteeringPlan}, which {@link ClusterPlans} makes of it.
 *
 * @param name the cluster's name, which zones refer to
 * @param check how its endpoints are probed
 * @param settings how many hosts of a site must be healthy for the site to answer itself, and what
 *     of them an answer has
 * @param whenBelow what a site does when fewer are
 * @param order in which the sites are tried: this site and its fallback sites, or for clients whose
 *     coordinates are known the nearest of these first
 * @param ttl how long its answers may be kept
 * @param load what its sites can carry, and what comes to them
 * @param members the hosts by site, sites and hosts in the order of the file; every site exists;
 *     host names and addresses are unique within a site
 */
public record Cluster(
    String name,
    Check check,
    PoolSettings settings,
    WhenBelow whenBelow,
    PoolOrder order,
    AnswerTtl ttl,
    ClusterLoad load,
    Map<String, List<Member>> members) {

  /** Copies the map and its lists; the copies keep the order. */
  public Cluster {
    Map<String, List<Member>> copy = new LinkedHashMap<>();
    members.forEach((site, hosts) -> copy.put(site, List.copyOf(hosts)));
    members = Collections.unmodifiableMap(copy);
  }

  /** A cluster of which each site answers itself while it can, of no declared TTL and load. */
  public Cluster(
      String name,
      Check check,
      PoolSettings settings,
      WhenBelow whenBelow,
      Map<String, List<Member>> members) {
    this(
        name,
        check,
        settings,
        whenBelow,
        PoolOrder.DECLARED,
        AnswerTtl.OF_RECORDS,
        ClusterLoad.NONE,
        members);
  }

  /** The members at a site; empty if it has none. */
  public List<Member> membersAt(String site) {
    return members.getOrDefault(site, List.of());
  }
}
