package org.popdns.config.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    Set<String> passOn = new HashSet<>();
    for (SteeringRule rule : plan.rules()) {
      String first = rule.pools().getFirst();
      long load = rule.load().orElse(0L);
      loads.merge(first, load, Long::sum);
      if (load > 0 && hasOtherPool(plan, rule)) {
        passOn.add(first);
      }
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
                      "%s '%s' can carry %d, but %d come to it: %s"
                          .formatted(
                              kind,
                              pool.name(),
                              declared.total(),
                              load,
                              passOn.contains(pool.name())
                                  ? "it passes on the rest with all well"
                                  : "it has nobody to pass the rest on to, and will carry it"
                                      + " all")));
    }
    return doubts;
  }

  /** True if a rule may pass load on: some pool behind its first has hosts that may answer. */
  private static boolean hasOtherPool(SteeringPlan plan, SteeringRule rule) {
    return plan.poolsOf(rule).stream()
        .skip(1)
        .anyMatch(pool -> pool.hosts().stream().anyMatch(host -> host.status() != HostStatus.DOWN));
  }
}
