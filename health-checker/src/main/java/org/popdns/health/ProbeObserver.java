package org.popdns.health;

import java.time.Duration;
import org.popdns.config.model.Endpoint;
import org.popdns.health.probe.ProbeOutcome;

/** Told of every probe, for metrics. */
public interface ProbeObserver {

  /**
   * A probe has ended. Called on the checker's own thread; must not block. What it throws is logged
   * and changes nothing.
   *
   * @param endpoint what was probed
   * @param outcome what it found
   * @param duration from its start to its outcome
   */
  void onProbe(Endpoint endpoint, ProbeOutcome outcome, Duration duration);
}
