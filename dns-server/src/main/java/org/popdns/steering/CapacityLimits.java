package org.popdns.steering;

import java.util.Map;

/**
 * Up to where pools of a plan may be loaded, below what their hosts could carry: those that take
 * load back bit by bit. Immutable.
 *
 * @param byPool the limits, of pools that have one
 */
public record CapacityLimits(Map<String, Double> byPool) {

  /** No pool has one. */
  public static final CapacityLimits NONE = new CapacityLimits(Map.of());

  /** Copies the map. */
  public CapacityLimits {
    byPool = Map.copyOf(byPool);
  }

  /** A pool's limit; infinite if it has none. */
  public double of(String pool) {
    return byPool.getOrDefault(pool, Double.POSITIVE_INFINITY);
  }
}
