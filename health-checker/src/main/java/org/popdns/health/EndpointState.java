package org.popdns.health;

import java.time.Duration;
import java.util.Optional;
import org.popdns.config.model.Endpoint;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.time.Moment;

/**
 * All that is known of an endpoint. Immutable: each probe makes a new one, on the checker's thread;
 * anyone may read it.
 *
 * @param endpoint what was probed
 * @param status what holds, after damping
 * @param since when that began to hold
 * @param reason of the last result, for the operator: {@code status 200}, {@code connection
 *     refused}; {@code not probed yet} before the first
 * @param streak how many of the last results in a row contradict {@code status}; 0 when the last
 *     one confirmed it, or when they count for nothing since the checker itself was at fault
 * @param lastProbe when the last finished probe began; empty before the first
 * @param lastProbeDuration how long it took; zero before the first
 * @param probes how many have ended
 * @param failures how many of those failed
 */
public record EndpointState(
    Endpoint endpoint,
    Status status,
    Moment since,
    String reason,
    int streak,
    Optional<Moment> lastProbe,
    Duration lastProbeDuration,
    long probes,
    long failures) {

  /** The state of an endpoint that is watched from {@code now} on. */
  static EndpointState unknown(Endpoint endpoint, Moment now) {
    return new EndpointState(
        endpoint, Status.UNKNOWN, now, "not probed yet", 0, Optional.empty(), Duration.ZERO, 0, 0);
  }

  /**
   * The state of an endpoint whose check has changed: as good as before, until the changed check
   * has failed as often as it must.
   */
  EndpointState succeededBy(Endpoint changed) {
    return new EndpointState(
        changed,
        status,
        since,
        "not probed yet by the changed check",
        streak,
        Optional.empty(),
        Duration.ZERO,
        0,
        0);
  }

  /** True if it failed as often as it must to be down, and is kept up nevertheless. */
  public boolean isKept() {
    return status == Status.UP && streak >= endpoint.check().timing().fall();
  }

  /** This state, which is down by the last result, if that is not believed. */
  EndpointState keptAs(EndpointState before) {
    return as(Status.UP, before.since, before.streak + 1);
  }

  /** Up again, since the results that took it down are not believed. */
  EndpointState restored(Moment now) {
    return as(Status.UP, now, endpoint.check().timing().fall());
  }

  /** Down: the results that were not believed are. */
  EndpointState released(Moment now) {
    return as(Status.DOWN, now, 0);
  }

  /** Up, as if the last results had not been. */
  EndpointState forgiven() {
    return as(Status.UP, since, 0);
  }

  private EndpointState as(Status changed, Moment from, int contradicting) {
    return new EndpointState(
        endpoint,
        changed,
        from,
        reason,
        contradicting,
        lastProbe,
        lastProbeDuration,
        probes,
        failures);
  }

  /**
   * The state after one more probe.
   *
   * @param outcome what the probe found
   * @param started when it began
   * @param duration how long it took
   * @param now when it ended
   */
  EndpointState after(ProbeOutcome outcome, Moment started, Duration duration, Moment now) {
    FlapDamper.Standing standing =
        FlapDamper.next(
            endpoint.check().timing(), new FlapDamper.Standing(status, streak), outcome);
    return new EndpointState(
        endpoint,
        standing.status(),
        standing.status() == status ? since : now,
        outcome.reason(),
        standing.streak(),
        Optional.of(started),
        duration,
        probes + 1,
        failures + (outcome instanceof ProbeOutcome.Failure ? 1 : 0));
  }
}
