package org.popdns.health;

import java.time.Instant;
import org.popdns.config.model.Canary;

/**
 * What is known of a canary. Immutable.
 *
 * @param canary the target
 * @param status {@link Status#UP} if it answered the last time; no damping
 * @param since when that began to hold, by the wall clock
 * @param reason of the last result
 */
public record CanaryState(Canary canary, Status status, Instant since, String reason) {}
