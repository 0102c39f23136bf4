package org.popdns.steering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.health.HealthSnapshot;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.steering.SteeringDecision.Reason;

/**
 * Decides whose addresses a plan answers with at a node, for each kind of clients that the node
 * tells apart. Called by the control side whenever configuration or health changes; stateless.
 *
 * <p>The first pool of a rule answers if it has its minimum of healthy hosts, else the first of its
 * fallbacks that has its own. If none has: the first pool's healthy hosts, else those of the first
 * fallback with any, else all of the first pool. One pool answers for both address families. A host
 * is healthy while at least one of its endpoints is; an endpoint is answered with while it is up
 * itself. A host that is {@linkplain HostStatus#UP set to be up} is healthy with all its endpoints,
 * one that is set to be down never answers.
 */
public final class SteeringPolicy {

  private final Optional<String> site;

  /**
   * A policy for one node.
   *
   * @param site the site the node stands at; empty if it has none
   */
  public SteeringPolicy(Optional<String> site) {
    this.site = site;
  }

  /**
   * Decides for one plan.
   *
   * @return a decision for each of its {@link SteeringPlan#regionsAt regions}, by their numbers
   */
  public List<SteeringDecision> decide(SteeringPlan plan, HealthSnapshot health) {
    List<SteeringDecision> decisions = new ArrayList<>();
    // Rules for two hundred networks lead to a few rows of pools.
    Map<Tried, SteeringDecision> known = new HashMap<>();
    int number = 0;
    for (SteeringRule rule : plan.rules()) {
      number++;
      if (rule.holdsAt(site)) {
        decisions.add(
            known
                .computeIfAbsent(
                    new Tried(rule.pools(), ownSite(rule)), t -> decide(plan, t, health))
                .forRule(number));
        if (rule.clients().isEverybody()) {
          return decisions;
        }
      }
    }
    decisions.add(SteeringDecision.withoutRule(plan));
    return decisions;
  }

  /** What a rule has to say of pools. */
  private record Tried(List<String> pools, Optional<String> ownSite) {}

  private Optional<String> ownSite(SteeringRule rule) {
    return site.filter(rule.sites()::contains).filter(rule.pools().getFirst()::equals);
  }

  private static SteeringDecision decide(SteeringPlan plan, Tried tried, HealthSnapshot health) {
    List<Pool> pools = tried.pools.stream().flatMap(pool -> plan.pool(pool).stream()).toList();
    Ballot ballot =
        new Ballot(
            plan, tried.ownSite, pools, pools.stream().map(pool -> tally(pool, health)).toList());
    BiPredicate<Pool.Host, Endpoint> healthy =
        (host, endpoint) -> isHealthy(host, endpoint, health);
    for (int i = 0; i < pools.size(); i++) {
      if (ballot.tallies.get(i).reachesMinimum()) {
        Reason first = tried.ownSite.isPresent() ? Reason.OWN_SITE : Reason.FIRST_POOL;
        return ballot.choose(i, i == 0 ? first : Reason.FALLBACK, healthy);
      }
    }
    for (int i = 0; i < pools.size(); i++) {
      if (ballot.tallies.get(i).healthy() > 0) {
        Reason reason = i == 0 ? Reason.BELOW_MINIMUM : Reason.FALLBACK_BELOW_MINIMUM;
        return ballot.choose(i, reason, healthy);
      }
    }
    // A pool without hosts cannot fail open by itself; its nearest fallback with hosts does.
    int open = 0;
    while (open < pools.size() && pools.get(open).hosts().stream().noneMatch(SteeringPolicy::may)) {
      open++;
    }
    return ballot.choose(
        open == pools.size() ? 0 : open, Reason.FAIL_OPEN, (host, endpoint) -> may(host));
  }

  /** False if the file says that the host never answers. */
  private static boolean may(Pool.Host host) {
    return host.status() != HostStatus.DOWN;
  }

  private static boolean isHealthy(Pool.Host host, Endpoint endpoint, HealthSnapshot health) {
    return switch (host.status()) {
      case UP -> true;
      case DOWN -> false;
      case OBEY -> health.isUp(endpoint);
    };
  }

  private static PoolTally tally(Pool pool, HealthSnapshot health) {
    int healthy = 0;
    for (Pool.Host host : pool.hosts()) {
      if (host.endpoints().stream().anyMatch(endpoint -> isHealthy(host, endpoint, health))) {
        healthy++;
      }
    }
    int needed = pool.minimumHealthy().hostsNeeded(pool.hosts().size());
    return new PoolTally(pool.name(), pool.hosts().size(), healthy, needed);
  }

  /** The pools that are tried, and how each stands. */
  private record Ballot(
      SteeringPlan plan, Optional<String> ownSite, List<Pool> pools, List<PoolTally> tallies) {

    SteeringDecision choose(int index, Reason reason, BiPredicate<Pool.Host, Endpoint> keep) {
      Pool chosen = pools.get(index);
      List<Candidate> candidates = new ArrayList<>();
      for (Pool.Host host : chosen.hosts()) {
        for (Endpoint endpoint : host.endpoints()) {
          candidates.add(new Candidate(host, endpoint, keep.test(host, endpoint)));
        }
      }
      return new SteeringDecision(plan, 0, ownSite, reason, chosen.name(), candidates, tallies);
    }
  }
}
