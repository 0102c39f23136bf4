package org.popdns.steering;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How the pools of a plan take load back. What a pool has lost counts as lost at once; what comes
 * back counts bit by bit, along a line that reaches the whole after a minute. More that comes back
 * meanwhile begins a new line from where the old one was. A pool that was not there before counts
 * with all that it has. Pure, told the time; immutable. Used by the control side, which makes the
 * next of it whenever health or the configuration changes, and takes steps along the lines.
 *
 * @param pools where each pool with a capacity stands
 */
public record CapacityReturn(Map<String, Line> pools) {

  /** How long it takes until all that came back counts. */
  public static final Duration TIME = Duration.ofMinutes(1);

  /** How often answers follow the lines. */
  public static final Duration STEP = Duration.ofSeconds(1);

  /** Nothing is known of any pool. */
  public static final CapacityReturn NONE = new CapacityReturn(Map.of());

  /** Copies the map. */
  public CapacityReturn {
    pools = Map.copyOf(pools);
  }

  /**
   * Where a pool stands.
   *
   * @param from what counted when the line began
   * @param to what its hosts can carry since the line began, at most
   * @param begunNanos when it began, by the monotonic clock
   * @param there what they can carry now
   */
  public record Line(double from, double to, long begunNanos, double there) {

    /** What counts at a time. */
    double at(long nowNanos) {
      double part = Math.clamp((double) (nowNanos - begunNanos) / TIME.toNanos(), 0.0, 1.0);
      return Math.min(there, part >= 1 ? to : from + (to - from) * part);
    }

    private Line next(double nowThere, long nowNanos) {
      return nowThere > there
          ? new Line(at(nowNanos), nowThere, nowNanos, nowThere)
          : new Line(from, to, begunNanos, nowThere);
    }
  }

  /**
   * As it stands from now on.
   *
   * @param there by pool, what its hosts can carry that are not known to be down
   */
  public CapacityReturn next(Map<String, Double> there, long nowNanos) {
    Map<String, Line> next = new HashMap<>();
    there.forEach(
        (pool, capacity) -> {
          Line before = pools.get(pool);
          next.put(
              pool,
              before == null
                  ? new Line(capacity, capacity, nowNanos, capacity)
                  : before.next(capacity, nowNanos));
        });
    return new CapacityReturn(next);
  }

  /** What counts now of the pools that have not all of it back. */
  public CapacityLimits limits(long nowNanos) {
    Map<String, Double> limits = new HashMap<>();
    pools.forEach(
        (pool, line) -> {
          if (line.at(nowNanos) < line.there()) {
            limits.put(pool, line.at(nowNanos));
          }
        });
    return limits.isEmpty() ? CapacityLimits.NONE : new CapacityLimits(limits);
  }
}
