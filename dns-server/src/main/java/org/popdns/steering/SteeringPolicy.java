package org.popdns.steering;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Member;
import org.popdns.config.model.Site;
import org.popdns.config.model.Topology;
import org.popdns.health.HealthSnapshot;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.SteeringDecision.Reason;
import org.popdns.steering.SteeringDecision.SiteTally;

/**
 * Decides whose addresses answer for a cluster at a site. Called by the control side whenever
 * configuration or health changes; stateless.
 *
 * <p>This site answers if it has its minimum of healthy hosts, else the first fallback site that
 * has its own. If no site has: this site's healthy hosts, else those of the first fallback site
 * with any, else all addresses of this site. One site answers for both address families. A host is
 * healthy while at least one of its addresses is; an address is answered with while it is up
 * itself.
 */
public final class SteeringPolicy {

  private final Topology topology;
  private final String site;

  /**
   * A policy for one node.
   *
   * @param site the site the node stands at; exists in the topology
   */
  public SteeringPolicy(Topology topology, String site) {
    this.topology = topology;
    this.site = site;
  }

  /** Decides for one cluster. */
  public SteeringDecision decide(Cluster cluster, HealthSnapshot health) {
    List<SiteTally> considered = new ArrayList<>();
    for (String name : order()) {
      considered.add(tally(cluster, name, health));
    }
    SiteTally own = considered.getFirst();
    for (SiteTally tally : considered) {
      if (tally.reachesMinimum()) {
        Reason reason = tally.site().equals(site) ? Reason.OWN_SITE : Reason.FALLBACK;
        return healthyHostsOf(tally, reason, cluster, health, considered);
      }
    }
    for (SiteTally tally : considered) {
      if (tally.healthy() > 0) {
        Reason reason =
            tally.site().equals(site) ? Reason.BELOW_MINIMUM : Reason.FALLBACK_BELOW_MINIMUM;
        return healthyHostsOf(tally, reason, cluster, health, considered);
      }
    }
    // A site without members cannot fail open by itself; its nearest fallback with members does.
    SiteTally open = considered.stream().filter(t -> t.hosts() > 0).findFirst().orElse(own);
    return decision(open, Reason.FAIL_OPEN, cluster, address -> true, considered);
  }

  private List<String> order() {
    List<String> order = new ArrayList<>();
    order.add(site);
    Site self = topology.sites().get(site);
    if (self != null) {
      order.addAll(self.fallback());
    }
    return order;
  }

  private static SiteTally tally(Cluster cluster, String site, HealthSnapshot health) {
    List<Member> members = cluster.membersAt(site);
    int healthy = 0;
    for (Member member : members) {
      if (member.addresses().stream().anyMatch(isUp(cluster, health))) {
        healthy++;
      }
    }
    int needed = cluster.minimumHealthy().hostsNeeded(members.size());
    return new SiteTally(site, members.size(), healthy, needed);
  }

  private static SteeringDecision healthyHostsOf(
      SiteTally chosen,
      Reason reason,
      Cluster cluster,
      HealthSnapshot health,
      List<SiteTally> considered) {
    return decision(chosen, reason, cluster, isUp(cluster, health), considered);
  }

  private static SteeringDecision decision(
      SiteTally chosen,
      Reason reason,
      Cluster cluster,
      Predicate<InetAddress> keep,
      List<SiteTally> considered) {
    List<Candidate> candidates = new ArrayList<>();
    for (Member member : cluster.membersAt(chosen.site())) {
      for (InetAddress address : member.addresses()) {
        candidates.add(new Candidate(member.name(), address, keep.test(address)));
      }
    }
    return new SteeringDecision(cluster.name(), reason, chosen.site(), candidates, considered);
  }

  private static Predicate<InetAddress> isUp(Cluster cluster, HealthSnapshot health) {
    return address -> health.isUp(new Endpoint(cluster.check(), address));
  }
}
