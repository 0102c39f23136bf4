package org.popdns.health;

import org.popdns.config.model.Canary;
import org.popdns.time.Moment;

/**
 * What is known of a canary. Immutable.
 *
 * @param canary the target
 * @param status {@link Status#UP} if it answered the last time; no damping
 * @param since when that began to hold
 * @param reason of the last result
 */
public record CanaryState(Canary canary, Status status, Moment since, String reason) {

  /** As the file writes it: {@code tcp 203.0.113.1:179}. */
  public String name() {
    return CanaryWatch.name(canary);
  }
}
