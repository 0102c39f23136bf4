package org.popdns.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.popdns.health.CanaryState;
import org.popdns.health.HealthListener;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Transition;

/**
 * Passes on what the health checker says, in the order in which those who are to know were added:
 * parts that are made after the checker may listen to it, too. Told on the checker's thread.
 */
final class HealthNews implements HealthListener {

  private final List<HealthListener> listeners = new CopyOnWriteArrayList<>();

  /** From now on, this one is told, too. */
  void tell(HealthListener listener) {
    listeners.add(listener);
  }

  @Override
  public void onTransitions(List<Transition> transitions, HealthSnapshot snapshot) {
    listeners.forEach(listener -> listener.onTransitions(transitions, snapshot));
  }

  @Override
  public void onVerdict(SelfDoubt.Verdict verdict, HealthSnapshot snapshot) {
    listeners.forEach(listener -> listener.onVerdict(verdict, snapshot));
  }

  @Override
  public void onCanary(CanaryState before, CanaryState after) {
    listeners.forEach(listener -> listener.onCanary(before, after));
  }
}
