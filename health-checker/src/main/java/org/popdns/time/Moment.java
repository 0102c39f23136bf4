package org.popdns.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment of this process's life by both clocks: by the wall's for people and programs, who want
 * to know when it was, and by the monotonic one for how long ago it is. Immutable.
 *
 * @param at by the wall clock, as that stood then
 * @param nanos by the monotonic clock
 */
public record Moment(Instant at, long nanos) {

  /** How long ago it is; negative if it is to come. */
  public Duration age(long nowNanos) {
    return Duration.ofNanos(nowNanos - nanos);
  }

  /** The moment that comes so much later. */
  public Moment plus(Duration time) {
    return new Moment(at.plus(time), nanos + time.toNanos());
  }
}
