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
   * @param moved by pool, how much of the load that came first to the lost ones it gets
   * @param unanswered how much of that has no pool to go to
   * @param uses how full the other pools of declared capacity are
   */
  public record Loss(
      List<String> lost, Map<String, Double> moved, double unanswered, List<Use> uses) {

    /** Copies. */
    public Loss {
      lost = List.copyOf(lost);
      moved = Collections.unmodifiableMap(new LinkedHashMap<>(moved));
      uses = List.copyOf(uses);
    }

    /** The pools of which more than a part of their capacity is asked, the fullest first. */
    public List<Use> beyond(double percent) {
      return uses.stream()
          .filter(use -> use.percent() > percent)
          .sorted((a, b) -> Double.compare(b.percent(), a.percent()))
          .toList();
    }
  }

  /**
   * How full a pool is.
   *
   * @param load what comes to it
   * @param capacity what it can carry
   */
  public record Use(String pool, double load, double capacity) {

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
    double unanswered = 0;
    for (List<String> row : flow.rows()) {
      double[] shares = flow.shares(row);
      double before = 0;
      double[] sharesBefore = well.shares(row);
      double given = 0;
      for (int i = 0; i < shares.length; i++) {
        before += lost.contains(row.get(i)) ? sharesBefore[i] : 0;
        double more = Math.max(0, shares[i] - sharesBefore[i]) * flow.loadOf(row);
        given += shares[i];
        if (more >= 0.5 && !lost.isEmpty()) {
          moved.merge(row.get(i), more, Double::sum);
        }
      }
      unanswered += given == 0 && before > 0 ? flow.loadOf(row) : 0;
    }
    Map<String, Double> ordered = new LinkedHashMap<>();
    List<Use> uses = new ArrayList<>();
    capacities.forEach(
        (pool, capacity) -> {
          if (moved.containsKey(pool)) {
            ordered.put(pool, moved.getOrDefault(pool, 0.0));
          }
          if (!lost.contains(pool) && Double.isFinite(capacity)) {
            uses.add(new Use(pool, flow.load(pool), capacity));
          }
        });
    return new Loss(lost, ordered, unanswered < 0.5 ? 0 : unanswered, uses);
  }

  /** True if some load has no pool to go to at some loss. */
  public boolean losesLoad() {
    return losses.stream().anyMatch(loss -> loss.unanswered() > 0);
  }
}
