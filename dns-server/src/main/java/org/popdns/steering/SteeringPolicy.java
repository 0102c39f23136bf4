package org.popdns.steering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.PlanRegion;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Status;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.SteeringDecision.PoolLoad;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.steering.SteeringDecision.Reason;
import org.popdns.steering.SteeringDecision.Share;

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
 *
 * <p>Where it is declared what pools can carry, a pool that has its minimum answers no more than it
 * can, and those behind it the rest, in parts that {@link LoadFlow} works out for all rules at
 * once.
 */
public final class SteeringPolicy {

  private static final int[] NOTHING_PASSED_ON = {};

  private final Optional<String> site;

  /**
   * A policy for one node.
   *
   * @param site the site the node stands at; empty if it has none
   */
  public SteeringPolicy(Optional<String> site) {
    this.site = site;
  }

  /** Decides for one plan whose pools take at once what they can. */
  public List<SteeringDecision> decide(SteeringPlan plan, HealthSnapshot health) {
    return decide(plan, plan.regionsAt(site), health, CapacityLimits.NONE);
  }

  /**
   * Decides for one plan.
   *
   * @param regions the kinds of clients that are told apart
   * @param limits up to where pools may be loaded
   * @return a decision for each of the regions, by their numbers
   */
  public List<SteeringDecision> decide(
      SteeringPlan plan, List<PlanRegion> regions, HealthSnapshot health, CapacityLimits limits) {
    List<SteeringDecision> decisions = new ArrayList<>();
    Pools pools = Pools.of(plan, health, limits);
    // Rules for two hundred networks lead to a few rows of pools.
    Map<Tried, SteeringDecision> known = new HashMap<>();
    for (PlanRegion region : regions) {
      decisions.add(
          region.equals(PlanRegion.WITHOUT_RULE)
              ? SteeringDecision.withoutRule(plan)
              : known
                  .computeIfAbsent(
                      new Tried(region.pools(), ownSite(plan, region)),
                      t -> decide(plan, t, pools, health))
                  .forRule(region.rule()));
    }
    return decisions;
  }

  /**
   * What the hosts of pools can carry that are not known to be down: by what {@link CapacityReturn}
   * sees how it comes and goes. Hosts of which nothing is known yet did not come back.
   */
  public static Map<String, Double> there(SteeringPlan plan, HealthSnapshot health) {
    Map<String, Double> there = new HashMap<>();
    for (Pool pool : plan.pools().values()) {
      pool.capacity()
          .ifPresent(
              capacity ->
                  there.put(pool.name(), capacity.of(i -> isNotDown(pool.hosts().get(i), health))));
    }
    return there;
  }

  private static boolean isNotDown(Pool.Host host, HealthSnapshot health) {
    return switch (host.status()) {
      case UP -> true;
      case DOWN -> false;
      case OBEY ->
          host.endpoints().stream()
              .anyMatch(
                  endpoint ->
                      health
                          .state(endpoint)
                          .filter(state -> state.status() == Status.DOWN)
                          .isEmpty());
    };
  }

  /** What a rule has to say of pools. */
  private record Tried(List<String> pools, Optional<String> ownSite) {}

  private Optional<String> ownSite(SteeringPlan plan, PlanRegion region) {
    return site.filter(plan.rules().get(region.rule() - 1).sites()::contains)
        .filter(region.pools().getFirst()::equals);
  }

  private static SteeringDecision decide(
      SteeringPlan plan, Tried tried, Pools of, HealthSnapshot health) {
    List<Pool> pools = tried.pools.stream().flatMap(pool -> plan.pool(pool).stream()).toList();
    Ballot ballot = new Ballot(plan, tried.ownSite, pools, of.tallies(pools));
    BiPredicate<Pool.Host, Endpoint> healthy =
        (host, endpoint) -> isHealthy(host, endpoint, health);
    int[] parts = of.parts(tried.pools);
    for (int i = 0; i < pools.size(); i++) {
      if (parts[i] > 0) {
        Reason first = tried.ownSite.isPresent() ? Reason.OWN_SITE : Reason.FIRST_POOL;
        boolean passedOn = ballot.tallies.stream().limit(i).anyMatch(PoolTally::reachesMinimum);
        Reason others = passedOn ? Reason.SPILL : Reason.FALLBACK;
        return ballot.choose(i, i == 0 ? first : others, healthy, parts);
      }
    }
    for (int i = 0; i < pools.size(); i++) {
      if (ballot.tallies.get(i).healthy() > 0) {
        Reason reason = i == 0 ? Reason.BELOW_MINIMUM : Reason.FALLBACK_BELOW_MINIMUM;
        return ballot.choose(i, reason, healthy, NOTHING_PASSED_ON);
      }
    }
    // A pool without hosts cannot fail open by itself; its nearest fallback with hosts does.
    int open = 0;
    while (open < pools.size() && pools.get(open).hosts().stream().noneMatch(SteeringPolicy::may)) {
      open++;
    }
    return ballot.choose(
        open == pools.size() ? 0 : open,
        Reason.FAIL_OPEN,
        (host, endpoint) -> may(host),
        NOTHING_PASSED_ON);
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
      if (isHealthy(host, health)) {
        healthy++;
      }
    }
    int needed = pool.minimumHealthy().hostsNeeded(pool.hosts().size());
    int meantToAnswer = (int) pool.hosts().stream().filter(SteeringPolicy::may).count();
    return new PoolTally(
        pool.name(), pool.hosts().size(), healthy, needed, meantToAnswer, Optional.empty());
  }

  /**
   * How the pools of a plan stand, and in which parts each row of them answers.
   *
   * @param tallies by the pools' names
   * @param flow where load goes; empty if the plan has no capacities
   */
  private record Pools(Map<String, PoolTally> tallies, Optional<LoadFlow> flow) {

    static Pools of(SteeringPlan plan, HealthSnapshot health, CapacityLimits limits) {
      Map<String, PoolTally> tallies = new HashMap<>();
      plan.pools().forEach((name, pool) -> tallies.put(name, tally(pool, health)));
      if (!plan.hasCapacities()) {
        return new Pools(tallies, Optional.empty());
      }
      Map<String, Double> healthy = new HashMap<>();
      Map<String, Double> available = new HashMap<>();
      for (Pool pool : plan.pools().values()) {
        String name = pool.name();
        double most =
            pool.capacity()
                .map(capacity -> capacity.of(i -> isHealthy(pool.hosts().get(i), health)))
                .orElse(Double.POSITIVE_INFINITY);
        healthy.put(name, most);
        boolean answers = hasMinimum(tallies, name);
        available.put(name, answers ? Math.min(most, limits.of(name)) : 0);
      }
      LoadFlow flow = new LoadFlow(plan, pool -> available.getOrDefault(pool, 0.0));
      tallies.replaceAll(
          (name, tally) ->
              tally.with(
                  plan.pool(name)
                      .flatMap(Pool::capacity)
                      .map(
                          capacity ->
                              new PoolLoad(
                                  capacity.total(),
                                  healthy.getOrDefault(name, 0.0),
                                  available.getOrDefault(name, 0.0),
                                  flow.load(name)))));
      return new Pools(tallies, Optional.of(flow));
    }

    List<PoolTally> tallies(List<Pool> pools) {
      return pools.stream()
          .map(pool -> Objects.requireNonNull(tallies.get(pool.name()), pool.name()))
          .toList();
    }

    /** The parts of a row's pools, of {@link SteeringDecision#ALL_PARTS}; none if all are low. */
    int[] parts(List<String> row) {
      double[] shares = flow.map(known -> known.shares(row)).orElseGet(() -> firstOf(row));
      return Arrays.stream(shares).sum() == 0
          ? new int[shares.length]
          : LoadFlow.parts(shares, SteeringDecision.ALL_PARTS);
    }

    private static boolean hasMinimum(Map<String, PoolTally> tallies, String pool) {
      PoolTally tally = tallies.get(pool);
      return tally != null && tally.reachesMinimum();
    }

    /** Everything to the first that has its minimum. */
    private double[] firstOf(List<String> row) {
      double[] shares = new double[row.size()];
      for (int i = 0; i < shares.length; i++) {
        if (hasMinimum(tallies, row.get(i))) {
          shares[i] = 1;
          break;
        }
      }
      return shares;
    }
  }

  private static boolean isHealthy(Pool.Host host, HealthSnapshot health) {
    return host.endpoints().stream().anyMatch(endpoint -> isHealthy(host, endpoint, health));
  }

  /** The pools that are tried, and how each stands. */
  private record Ballot(
      SteeringPlan plan, Optional<String> ownSite, List<Pool> pools, List<PoolTally> tallies) {

    SteeringDecision choose(
        int index, Reason reason, BiPredicate<Pool.Host, Endpoint> keep, int[] parts) {
      List<Share> spill = new ArrayList<>();
      for (int i = index + 1; i < parts.length; i++) {
        if (parts[i] > 0) {
          String name = pools.get(i).name();
          spill.add(new Share(name, Reason.SPILL, parts[i], candidates(i, keep)));
        }
      }
      return new SteeringDecision(
          plan,
          0,
          ownSite,
          reason,
          pools.get(index).name(),
          candidates(index, keep),
          spill,
          tallies);
    }

    private List<Candidate> candidates(int index, BiPredicate<Pool.Host, Endpoint> keep) {
      List<Candidate> candidates = new ArrayList<>();
      for (Pool.Host host : pools.get(index).hosts()) {
        for (Endpoint endpoint : host.endpoints()) {
          candidates.add(new Candidate(host, endpoint, keep.test(host, endpoint)));
        }
      }
      return candidates;
    }
  }
}
