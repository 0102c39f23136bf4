package org.popdns.fitness;

import java.time.Duration;

/**
 * A condition that does not follow each observation: it turns bad after a time and good again after
 * a hold-up time; the first observation alone sets it. Immutable.
 *
 * @param bad what holds
 * @param contradictedSinceNanos since when all observations said otherwise; meaningless while
 *     {@code contradicted} is false
 */
public record Damped(boolean bad, boolean contradicted, long contradictedSinceNanos) {

  /** After the first observation. */
  public static Damped first(boolean bad) {
    return new Damped(bad, false, 0);
  }

  /** After one more observation. */
  public Damped next(boolean observedBad, long nowNanos, Duration badAfter, Duration goodAfter) {
    if (observedBad == bad) {
      return contradicted ? first(bad) : this;
    }
    long since = contradicted ? contradictedSinceNanos : nowNanos;
    Duration patience = bad ? goodAfter : badAfter;
    return nowNanos - since >= patience.toNanos()
        ? first(observedBad)
        : new Damped(bad, true, since);
  }
}
