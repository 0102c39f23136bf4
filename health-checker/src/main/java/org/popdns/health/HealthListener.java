package org.popdns.health;

import java.util.List;

/** Told of every change of status. */
public interface HealthListener {

  /**
   * Endpoints have changed their status. Called on the checker's own thread, in order, once for all
   * that changed in one burst of results, also out of {@link Status#UNKNOWN}; every probe waits for
   * it, so it must not block. What it throws is logged and changes nothing.
   *
   * @param transitions what changed, at least one, in order; an endpoint may be here twice
   * @param snapshot all endpoints, the changes included
   */
  void onTransitions(List<Transition> transitions, HealthSnapshot snapshot);

  /**
   * Many endpoints failed at once, and the checker has judged itself. Called as {@link
   * #onTransitions} is, before the transitions that follow from the verdict.
   *
   * @param verdict what it came to
   * @param snapshot all endpoints, by that verdict
   */
  default void onVerdict(SelfDoubt.Verdict verdict, HealthSnapshot snapshot) {}

  /**
   * A canary answers, or does no longer. Called as {@link #onTransitions} is, also out of {@link
   * Status#UNKNOWN}.
   */
  default void onCanary(CanaryState before, CanaryState after) {}
}
