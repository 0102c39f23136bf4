package org.popdns.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.Prober;

/**
 * One endpoint under watch: probe, take the result, wait, probe again. It waits for its alarm, or
 * in the gate's queue, or for its probe, never for two of them, so that a probe cannot overlap
 * another of the same endpoint. On the checker's thread only.
 */
final class EndpointWatch {
  private final Tools tools;
  private final Results results;
  private EndpointState state;
  private CheckerLoop.@Nullable Alarm alarm;
  private Prober.@Nullable Running probe;
  private Instant startedAt = Instant.EPOCH;
  private long startedNanos;

  EndpointWatch(Endpoint endpoint, Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
    this.state = EndpointState.unknown(endpoint, tools.wallClock().instant());
  }

  EndpointState state() {
    return state;
  }

  /** Probes for the first time, as soon as the gate lets it through. */
  void start() {
    tools.gate().enter(this);
  }

  /** The gate lets this watch's probe begin. */
  void begin() {
    startedAt = tools.wallClock().instant();
    startedNanos = tools.loop().nanoTime();
    Endpoint endpoint = state.endpoint();
    probe = tools.prober().start(endpoint.check(), endpoint.address(), this::end);
  }

  private void end(ProbeOutcome outcome) {
    probe = null;
    EndpointState before = state;
    Duration duration = Duration.ofNanos(tools.loop().nanoTime() - startedNanos);
    state = before.after(outcome, startedAt, duration, tools.wallClock().instant());
    // First what keeps this and the other probes going, then the news.
    waitForNext();
    tools.gate().leave();
    results.onResult(before, state, outcome);
  }

  private void waitForNext() {
    var timing = state.endpoint().check().timing();
    long gapNanos =
        state.probes() == 1
            ? tools.schedule().nanosToSecondProbe(timing)
            : tools.schedule().nanosToNextProbe(timing);
    long passedNanos = tools.loop().nanoTime() - startedNanos;
    alarm =
        tools
            .loop()
            .schedule(
                gapNanos - passedNanos,
                () -> {
                  alarm = null;
                  tools.gate().enter(this);
                });
  }

  /** Ends the watch, whatever it is waiting for; no result follows. */
  void stop() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
    tools.gate().withdraw(this);
    if (probe != null) {
      probe.cancel();
      probe = null;
      tools.gate().leave();
    }
  }

  /** What all watches of a checker share. */
  record Tools(
      CheckerLoop loop,
      Prober prober,
      ProbeGate gate,
      ProbeSchedule schedule,
      InstantSource wallClock) {}

  /** Where results go. */
  interface Results {
    void onResult(EndpointState before, EndpointState after, ProbeOutcome outcome);
  }
}
