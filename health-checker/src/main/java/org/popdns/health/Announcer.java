package org.popdns.health;

import java.time.Duration;
import java.util.List;
import org.popdns.config.model.Endpoint;
import org.popdns.health.probe.ProbeOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log, the history, the listener and the observer what happened, and survives what they
 * throw. The checker's thread tells; anyone may read the history.
 */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(HealthChecker.class);

  private final HealthListener listener;
  private final ProbeObserver observer;
  private final TransitionHistory history = new TransitionHistory();

  Announcer(HealthListener listener, ProbeObserver observer) {
    this.listener = listener;
    this.observer = observer;
  }

  List<Transition> history() {
    return history.newestFirst();
  }

  void transition(Transition transition, HealthSnapshot snapshot) {
    history.add(transition);
    if (transition.after().status() == Status.DOWN) {
      log.warn("{}", transition);
    } else {
      log.info("{}", transition);
    }
    try {
      listener.onTransition(transition, snapshot);
    } catch (RuntimeException | Error thrown) {
      log.error("the listener failed at: {}", transition, thrown);
    }
  }

  /** The checker has judged itself. */
  void verdict(SelfDoubt.Verdict verdict, HealthSnapshot snapshot) {
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
  void canary(CanaryState state) {
    String name = CanaryWatch.name(state.canary());
    if (state.status() == Status.UP) {
      log.info("canary {} answers", name);
    } else {
      log.warn("canary {} does not answer: {}", name, state.reason());
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
