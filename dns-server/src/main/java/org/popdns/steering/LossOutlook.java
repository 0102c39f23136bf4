package org.popdns.steering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;

/**
 * Where the load of a plan goes when whole pools are lost, each alone and each with each other, by
 * what is declared; worked out by {@link LoadFlow}, as answers are. Hosts that the file sets to be
 * down are down, all others up. Pure.
 *
 * @param plan the plan's name
 * @param losses what comes of each loss: first of none, then of each pool, then of each pair
 */
public record LossOutlook(String plan, List<Loss> losses) {

  /** Copies the list. */
  public LossOutlook {
    losses = List.copyOf(losses);
  }

  /**
   * What comes of a loss.
   *
   * @param lost the pools, in the order of the file
   * @param moved by pool, how much of the load that came first to the lost ones it gets; of no
   *     loss, what each carries
   * @param belowMinimum how much of that no pool takes that has its minimum; hosts of others do
   * @param unanswered how much of that has no host to go to that is up
   * @param uses how full the other pools are
   */
  public record Loss(
      List<String> lost,
      Map<String, Double> moved,
      double belowMinimum,
      double unanswered,
      List<Use> uses) {

    /** Copies. */
    public Loss {
      lost = List.copyOf(lost);
      moved = Collections.unmodifiableMap(new LinkedHashMap<>(moved));
      uses = List.copyOf(uses);
    }

    /** How much of the load no pool takes that has its minimum. */
    public double untaken() {
      return belowMinimum + unanswered;
    }

    /** The pools of which more than a part of their capacity is asked, the fullest first. */
    public List<Use> beyond(double percent) {
      return uses.stream()
          .filter(Use::isLimited)
          .filter(use -> use.percent() > percent)
          .sorted((a, b) -> Double.compare(b.percent(), a.percent()))
          .toList();
    }
  }

  /**
   * How full a pool is.
   *
   * @param load what comes to it
   * @param capacity what it can carry; infinite if nobody says what it can
   */
  public record Use(String pool, double load, double capacity) {

    /** True if it is known what the pool can carry. */
    public boolean isLimited() {
      return Double.isFinite(capacity);
    }

    /** How much of it is asked, in percent to a tenth; of a pool that can't carry any: all. */
    public double percent() {
      return capacity > 0 ? Math.round(load / capacity * 1000) / 10.0 : load > 0 ? 999.9 : 0;
    }
  }

  /** The outlook of a plan with capacities. */
  public static LossOutlook of(SteeringPlan plan) {
    Map<String, Double> capacities = new LinkedHashMap<>();
    plan.pools().values().stream()
        .filter(pool -> !pool.hosts().isEmpty())
        .forEach(pool -> capacities.put(pool.name(), capacity(pool)));
    LoadFlow well = flow(plan, capacities, Set.of());
    List<Loss> losses = new ArrayList<>();
    losses.add(loss(plan, capacities, List.of(), well));
    List<String> pools = List.copyOf(capacities.keySet());
    pools.forEach(pool -> losses.add(loss(plan, capacities, List.of(pool), well)));
    for (int i = 0; i < pools.size(); i++) {
      for (int j = i + 1; j < pools.size(); j++) {
        losses.add(loss(plan, capacities, List.of(pools.get(i), pools.get(j)), well));
      }
    }
    return new LossOutlook(plan.name(), losses);
  }

  private static double capacity(Pool pool) {
    long answering = pool.hosts().stream().filter(host -> host.status() != HostStatus.DOWN).count();
    if (answering < Math.max(1, pool.minimumHealthy().hostsNeeded(pool.hosts().size()))) {
      return 0;
    }
    return pool.capacity()
        .map(declared -> declared.of(i -> pool.hosts().get(i).status() != HostStatus.DOWN))
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static LoadFlow flow(
      SteeringPlan plan, Map<String, Double> capacities, Set<String> lost) {
    return new LoadFlow(plan, pool -> lost.contains(pool) ? 0 : capacities.getOrDefault(pool, 0.0));
  }

  private static Loss loss(
      SteeringPlan plan, Map<String, Double> capacities, List<String> lost, LoadFlow well) {
    LoadFlow flow = flow(plan, capacities, Set.copyOf(lost));
    Map<String, Double> moved = new HashMap<>();
    double belowMinimum = 0;
    double unanswered = 0;
    for (List<String> row : flow.rows()) {
      double[] shares = flow.shares(row);
      double before = lost.isEmpty() ? 1 : 0;
      double[] sharesBefore = lost.isEmpty() ? new double[row.size()] : well.shares(row);
      double given = 0;
      for (int i = 0; i < shares.length; i++) {
        before += lost.contains(row.get(i)) ? sharesBefore[i] : 0;
        moved.merge(
            row.get(i), Math.max(0, shares[i] - sharesBefore[i]) * flow.loadOf(row), Double::sum);
        given += shares[i];
      }
      double untaken = given == 0 && before > 0 ? flow.loadOf(row) : 0;
      if (hasHost(plan, row, lost)) {
        belowMinimum += untaken;
      } else {
        unanswered += untaken;
      }
    }
    Map<String, Double> ordered = new LinkedHashMap<>();
    List<Use> uses = new ArrayList<>();
    capacities.forEach(
        (pool, capacity) -> {
          double more = moved.getOrDefault(pool, 0.0);
          if (more >= 0.5) {
            ordered.put(pool, more);
          }
          if (!lost.contains(pool)) {
            uses.add(new Use(pool, flow.load(pool), capacity));
          }
        });
    return new Loss(lost, ordered, seen(belowMinimum), seen(unanswered), uses);
  }

  /** Load that whole numbers show. */
  private static double seen(double load) {
    return load < 0.5 ? 0 : load;
  }

  /** True if a pool that is not lost has a host that is up. */
  private static boolean hasHost(SteeringPlan plan, List<String> row, List<String> lost) {
    return row.stream()
        .filter(pool -> !lost.contains(pool))
        .flatMap(pool -> plan.pool(pool).stream())
        .flatMap(pool -> pool.hosts().stream())
        .anyMatch(host -> host.status() != HostStatus.DOWN);
  }

  /** True if some load has no pool to go to that has its minimum, at some loss or at none. */
  public boolean losesLoad() {
    return losses.stream().anyMatch(loss -> loss.untaken() > 0);
  }
}
