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
}
