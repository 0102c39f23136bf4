package org.popdns.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Endpoint;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.Prober;
import org.popdns.time.Clocks;
import org.popdns.time.Moment;

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
  private Moment startedAt;
  private long startedNanos;

  // What it says when the checker doubts itself.
  private String site;
  private Vote.Definition definition = Vote.Definition.KEPT;
  private Run run = Run.GOOD;
  private long goodAtNanos;
  private long badSinceNanos;

  /** What the last results in a row are. */
  private enum Run {
    GOOD,
    BAD,
    /** Bad, and the endpoint went down by them. */
    BAD_AND_FELL
  }

  /** Of an endpoint that nothing is known of. */
  EndpointWatch(Endpoint endpoint, String site, Tools tools, Results results) {
    this.tools = tools;
    this.results = results;
    this.site = site;
    this.startedAt = tools.clocks().moment();
    this.state = EndpointState.unknown(endpoint, startedAt);
  }

  /** Of an endpoint whose address was up by a check that this one replaces. */
  EndpointWatch(Endpoint endpoint, String site, EndpointWatch former) {
    this.tools = former.tools;
    this.results = former.results;
    this.site = site;
    this.startedAt = former.startedAt;
    this.state = former.state.succeededBy(endpoint);
    this.definition = Vote.Definition.CHANGED_UNPROVEN;
    this.run = former.run;
    this.goodAtNanos = former.goodAtNanos;
    this.badSinceNanos = former.badSinceNanos;
  }

  EndpointState state() {
    return state;
  }

  /** A reload says where it stands. */
  void standAt(String where) {
    site = where;
  }

  /** What it says when the checker doubts itself. */
  Vote vote() {
    var timing = state.endpoint().check().timing();
    long window = timing.interval().plus(timing.timeout()).toNanos();
    return switch (state.status()) {
      case UP ->
          run == Run.GOOD
              ? new Vote(site, Vote.Kind.FINE, goodAtNanos, window, definition)
              : new Vote(site, Vote.Kind.FAILING, badSinceNanos, window, definition);
      case DOWN ->
          run == Run.BAD_AND_FELL
              ? new Vote(site, Vote.Kind.FALLEN, badSinceNanos, window, definition)
              : new Vote(site, Vote.Kind.NONE, 0, window, definition);
      case UNKNOWN -> new Vote(site, Vote.Kind.NONE, 0, window, definition);
    };
  }

  /** The checker has judged its results anew. */
  void adopt(EndpointState judged) {
    if (judged.streak() == 0 && judged.status() == Status.UP) {
      run = Run.GOOD;
    } else if (judged.status() == Status.DOWN) {
      run = Run.BAD_AND_FELL;
    } else {
      run = Run.BAD;
    }
    state = judged;
  }

  /** Probes now, if it waits for its time. */
  void hurry() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
      tools.gate().enter(this);
    }
  }

  /** Probes for the first time, as soon as the gate lets it through. */
  void start() {
    tools.gate().enter(this);
  }

  /** The gate lets this watch's probe begin. */
  void begin() {
    startedAt = tools.clocks().moment();
    startedNanos = tools.loop().nanoTime();
    Endpoint endpoint = state.endpoint();
    probe = tools.prober().start(endpoint.check(), endpoint.target(), this::end);
  }

  private void end(ProbeOutcome outcome) {
    probe = null;
    EndpointState before = state;
    Duration duration = Duration.ofNanos(tools.loop().nanoTime() - startedNanos);
    remember(outcome);
    state =
        results.judged(this, before.after(outcome, startedAt, duration, tools.clocks().moment()));
    if (before.status() == Status.UP && state.status() == Status.DOWN) {
      run = Run.BAD_AND_FELL;
    }
    // First what keeps this and the other probes going, then the news.
    waitForNext();
    tools.gate().leave();
    results.onResult(before, state, outcome);
  }

  private void remember(ProbeOutcome outcome) {
    switch (outcome) {
      case ProbeOutcome.Success _ -> {
        run = Run.GOOD;
        goodAtNanos = startedNanos;
        if (definition == Vote.Definition.CHANGED_UNPROVEN) {
          definition = Vote.Definition.CHANGED_PROVEN;
        }
      }
      case ProbeOutcome.Failure _ -> {
        if (run == Run.GOOD) {
          run = Run.BAD;
          badSinceNanos = startedNanos;
        }
      }
    }
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
      CheckerLoop loop, Prober prober, ProbeGate gate, ProbeSchedule schedule, Clocks clocks) {}

  /** Where results go. */
  interface Results {

    /**
     * What is believed of a result, before it is.
     *
     * @param watch still in the state before
     * @param measured the state that the result leads to
     */
    EndpointState judged(EndpointWatch watch, EndpointState measured);

    /** A result is in the state. */
    void onResult(EndpointState before, EndpointState after, ProbeOutcome outcome);
  }
}
