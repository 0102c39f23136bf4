package org.popdns.health;

/** Told of every change of status. */
public interface HealthListener {

  /**
   * An endpoint has changed its status. Called on the checker's own thread, in order, for each
   * transition, also the first out of {@link Status#UNKNOWN}; every probe waits for it, so it must
   * not block. What it throws is logged and changes nothing.
   *
   * @param transition what changed
   * @param snapshot all endpoints, the change included
   */
  void onTransition(Transition transition, HealthSnapshot snapshot);

  /**
   * Many endpoints failed at once, and the checker has judged itself. Called as {@link
   * #onTransition} is, before the transitions that follow from the verdict.
   *
   * @param verdict what it came to
   * @param snapshot all endpoints, by that verdict
   */
  default void onVerdict(SelfDoubt.Verdict verdict, HealthSnapshot snapshot) {}
}
