package org.popdns.config.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles clusters to plans: a cluster has one pool for each site, and each site tries its own
 * pool first, then those of its fallback sites, or the nearest to the client first. Pure.
 */
public final class ClusterPlans {

  private ClusterPlans() {}

  /** A plan for each cluster, by its name and in the order of the file. */
  public static Map<String, SteeringPlan> of(Topology topology) {
    List<SteeringRule> rules = topology.sites().values().stream().map(ClusterPlans::rule).toList();
    Map<String, SteeringPlan> plans = new LinkedHashMap<>();
    topology
        .clusters()
        .forEach(
            (name, cluster) ->
                plans.put(
                    name,
                    plan(
                        cluster,
                        rules.stream().map(rule -> rule.by(cluster.order())).toList(),
                        topology.sites())));
    return plans;
  }

  private static SteeringRule rule(Site site) {
    List<String> pools = new ArrayList<>();
    pools.add(site.name());
    pools.addAll(site.fallback());
    return new SteeringRule(site.name(), pools);
  }

  private static SteeringPlan plan(
      Cluster cluster, List<SteeringRule> rules, Map<String, Site> sites) {
    Map<String, Pool> pools = new LinkedHashMap<>();
    cluster.members().keySet().forEach(site -> pools.put(site, pool(cluster, site, sites)));
    // A site without members is passed over, and said to be: its pool is there and empty.
    for (SteeringRule rule : rules) {
      rule.pools().forEach(site -> pools.computeIfAbsent(site, name -> pool(cluster, name, sites)));
    }
    List<SteeringRule> loaded =
        cluster.load().load().isEmpty()
            ? rules
            : rules.stream()
                .map(rule -> rule.withLoad(cluster.load().at(rule.pools().getFirst())))
                .toList();
    return new SteeringPlan(
        cluster.name(), cluster.check(), loaded, pools, cluster.whenBelow(), cluster.ttl());
  }

  private static List<Endpoint> endpoints(Member member, Check check) {
    return member.addresses().stream().map(address -> new Endpoint(check, address)).toList();
  }

  private static Pool pool(Cluster cluster, String site, Map<String, Site> sites) {
    List<Pool.Host> hosts =
        cluster.membersAt(site).stream()
            .map(
                member ->
                    new Pool.Host(
                        member.name(),
                        member.weight(),
                        member.status(),
                        endpoints(member, member.check().orElse(cluster.check()))))
            .toList();
    DeclaredCapacity capacity = cluster.load().capacity().get(site);
    return cluster
        .settings()
        .withCapacity(Optional.ofNullable(capacity))
        .at(Optional.ofNullable(sites.get(site)).flatMap(Site::location))
        .pool(site, hosts);
  }
}
