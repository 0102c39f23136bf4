package org.popdns.health;

import java.time.Duration;
import java.util.List;
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

  void probe(Endpoint endpoint, ProbeOutcome outcome, Duration duration) {
    try {
      observer.onProbe(endpoint, outcome, duration);
    } catch (RuntimeException | Error thrown) {
      log.error("the probe observer failed at endpoint {}", endpoint, thrown);
    }
  }
}
