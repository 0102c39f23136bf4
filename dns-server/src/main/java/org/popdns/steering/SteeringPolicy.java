package org.popdns.steering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.health.HealthSnapshot;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.steering.SteeringDecision.Reason;

/**
 * Decides whose addresses a plan answers with at a site. Called by the control side whenever
 * configuration or health changes; stateless.
 *
 * <p>The first pool of the site's rule answers if it has its minimum of healthy hosts, else the
 * first of its fallbacks that has its own. If none has: the first pool's healthy hosts, else those
 * of the first fallback with any, else all of the first pool. One pool answers for both address
 * families. A host is healthy while at least one of its endpoints is; an endpoint is answered with
 * while it is up itself.
 */
public final class SteeringPolicy {

  private final String site;

  /**
   * A policy for one node.
   *
   * @param site the site the node stands at
   */
  public SteeringPolicy(String site) {
    this.site = site;
  }

  /**
   * Decides for one plan.
   *
   * @throws IllegalArgumentException if the plan has no rule for the site
   */
  public SteeringDecision decide(SteeringPlan plan, HealthSnapshot health) {
    List<Pool> pools = plan.poolsAt(Optional.of(site));
    if (pools.isEmpty()) {
      throw new IllegalArgumentException("plan " + plan.name() + " has no rule for site " + site);
    }
    Ballot ballot =
        new Ballot(plan, pools, pools.stream().map(pool -> tally(pool, health)).toList());
    for (int i = 0; i < pools.size(); i++) {
      if (ballot.tallies.get(i).reachesMinimum()) {
        return ballot.choose(i, i == 0 ? Reason.OWN_SITE : Reason.FALLBACK, health::isUp);
      }
    }
    for (int i = 0; i < pools.size(); i++) {
      if (ballot.tallies.get(i).healthy() > 0) {
        Reason reason = i == 0 ? Reason.BELOW_MINIMUM : Reason.FALLBACK_BELOW_MINIMUM;
        return ballot.choose(i, reason, health::isUp);
      }
    }
    // A pool without hosts cannot fail open by itself; its nearest fallback with hosts does.
    int open = 0;
    while (open < pools.size() && pools.get(open).hosts().isEmpty()) {
      open++;
    }
    return ballot.choose(open == pools.size() ? 0 : open, Reason.FAIL_OPEN, endpoint -> true);
  }

  private static PoolTally tally(Pool pool, HealthSnapshot health) {
    int healthy = 0;
    for (Pool.Host host : pool.hosts()) {
      if (host.endpoints().stream().anyMatch(health::isUp)) {
        healthy++;
      }
    }
    int needed = pool.minimumHealthy().hostsNeeded(pool.hosts().size());
    return new PoolTally(pool.name(), pool.hosts().size(), healthy, needed);
  }

  /** The pools that are tried, and how each stands. */
  private record Ballot(SteeringPlan plan, List<Pool> pools, List<PoolTally> tallies) {

    SteeringDecision choose(int index, Reason reason, Predicate<Endpoint> keep) {
      Pool chosen = pools.get(index);
      List<Candidate> candidates = new ArrayList<>();
      for (Pool.Host host : chosen.hosts()) {
        for (Endpoint endpoint : host.endpoints()) {
          candidates.add(new Candidate(host.name(), endpoint, keep.test(endpoint)));
        }
      }
      return new SteeringDecision(plan.name(), reason, chosen.name(), candidates, tallies);
    }
  }
}
