package org.popdns.steering;

import java.util.List;
import java.util.stream.Collectors;

/** Load and its parts as people read them. Stateless. */
public final class LoadNumbers {

  private LoadNumbers() {}

  /** Parts of {@link SteeringDecision#ALL_PARTS} in percent, to a tenth. */
  public static double percent(int parts) {
    return Math.round(1000.0 * parts / SteeringDecision.ALL_PARTS) / 10.0;
  }

  /** To whole units. */
  public static long whole(double load) {
    return Math.round(load);
  }

  /** As {@code east 75.0 %, west 25.0 %}. */
  public static String text(List<PoolShare> shares) {
    return shares.stream()
        .map(share -> share.pool() + " " + share.percent() + " %")
        .collect(Collectors.joining(", "));
  }

  /** The pools of a decision that answer a part each; none where one answers all. */
  public static List<PoolShare> shares(SteeringDecision decision) {
    return decision.spill().isEmpty()
        ? List.of()
        : decision.shares().stream()
            .map(share -> new PoolShare(share.pool(), percent(share.parts())))
            .toList();
  }

  /**
   * How much of the answers is a pool's.
   *
   * @param percent of all, to a tenth
   */
  public record PoolShare(String pool, double percent) {}
}
