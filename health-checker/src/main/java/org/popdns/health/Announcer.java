package org.popdns.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.EndpointUses;
import org.popdns.health.probe.ProbeOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the history, the listener and the observer what happened, by the members' names, and
 * survives what they throw; what the checker thinks of itself is told to the log, too. The
 * checker's thread tells; anyone may read the history.
 */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(HealthChecker.class);

  private final HealthListener listener;
  private final ProbeObserver observer;
  private final CheckerLoop loop;
  private final TransitionHistory history = new TransitionHistory();
  private final List<Transition> untold = new ArrayList<>();
  private HealthSnapshot latest = HealthSnapshot.EMPTY;
  private EndpointUses uses = EndpointUses.NONE;

  /**
   * Tells of nothing yet.
   *
   * @param loop the checker's thread: what happens in one turn of it is told together
   */
  Announcer(HealthListener listener, ProbeObserver observer, CheckerLoop loop) {
    this.listener = listener;
    this.observer = observer;
    this.loop = loop;
  }

  List<Transition> history() {
    return history.newestFirst();
  }

  /** From now on, endpoints are told by these members' names. */
  void name(EndpointUses members) {
    uses = members;
  }

  EndpointUses names() {
    return uses;
  }

  void transition(EndpointState before, EndpointState after, HealthSnapshot snapshot) {
    Transition transition = new Transition(before, after, uses.of(after.endpoint()));
    history.add(transition);
    latest = snapshot;
    untold.add(transition);
    if (untold.size() == 1) {
      var _ = loop.schedule(0, this::tell);
    }
  }

  /** Tells the listener now what it was not told yet. */
  void tell() {
    if (untold.isEmpty()) {
      return;
    }
    List<Transition> transitions = List.copyOf(untold);
    untold.clear();
    try {
      listener.onTransitions(transitions, latest);
    } catch (RuntimeException | Error thrown) {
      log.error("the listener failed at: {}", transitions.getFirst(), thrown);
    }
  }

  /** The checker has judged itself. */
  void verdict(SelfDoubt.Verdict verdict, HealthSnapshot snapshot) {
    tell();
    switch (verdict.kind()) {
      case FROZEN, EXPIRED -> log.error("{}", verdict.text());
      case CONFIRMED, RECOVERED -> log.warn("{}", verdict.text());
    }
    try {
      listener.onVerdict(verdict, snapshot);
    } catch (RuntimeException | Error thrown) {
      log.error("the listener failed at: {}", verdict.text(), thrown);
    }
  }

  /** A canary answers, or does no longer. */
  void canary(CanaryState before, CanaryState after) {
    if (after.status() == Status.UP) {
      log.info("canary {} answers", after.name());
    } else {
      log.warn("canary {} does not answer: {}", after.name(), after.reason());
    }
    try {
      listener.onCanary(before, after);
    } catch (RuntimeException | Error thrown) {
      log.error("the listener failed at canary {}", after.name(), thrown);
    }
  }

  void probe(Endpoint endpoint, ProbeOutcome outcome, Duration duration) {
    try {
      observer.onProbe(endpoint, outcome, duration);
    } catch (RuntimeException | Error thrown) {
      log.error("the probe observer failed at endpoint {}", endpoint, thrown);
    }
  }
}
