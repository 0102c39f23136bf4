package org.popdns.config.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is allowed in what a plan says of load, but doubtful. Pure. */
public final class LoadDoubts {

  private LoadDoubts() {}

  /**
   * A sentence for each doubt, without its subject's file.
   *
   * @param kind what the operator calls a pool: pool, or site
   */
  public static List<String> of(SteeringPlan plan, String kind) {
    List<String> doubts = new ArrayList<>();
    if (!plan.hasCapacities()) {
      if (plan.rules().stream().anyMatch(rule -> rule.load().isPresent())) {
        doubts.add("load counts where capacities are declared, and none is");
      }
      return doubts;
    }
    Map<String, Long> loads = new LinkedHashMap<>();
    for (SteeringRule rule : plan.rules()) {
      rule.load().ifPresent(load -> loads.merge(rule.pools().getFirst(), load, Long::sum));
    }
    for (Pool pool : plan.pools().values()) {
      Optional<Capacity> capacity = pool.capacity();
      if (capacity.isEmpty() && !pool.hosts().isEmpty()) {
        doubts.add(
            kind + " '" + pool.name() + "' has no capacity: it is taken to carry whatever comes");
      }
      long load = Optional.ofNullable(loads.get(pool.name())).orElse(0L);
      capacity
          .filter(declared -> load > declared.total())
          .ifPresent(
              declared ->
                  doubts.add(
                      "%s '%s' can carry %d, but %d come to it: it passes on the rest with all well"
                          .formatted(kind, pool.name(), declared.total(), load)));
    }
    return doubts;
  }
}
