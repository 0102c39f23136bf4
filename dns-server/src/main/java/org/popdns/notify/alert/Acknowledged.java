package org.popdns.notify.alert;

import java.time.Instant;

/**
 * Whether an operator knows of an alert. Asked on the notifier's thread, which it must not stop.
 */
public interface Acknowledged {

  /** Nobody has said that he knows of anything. */
  Acknowledged NOTHING = (subject, since) -> false;

  /**
   * True if somebody has said that he knows of what is wrong with this, and did so since it is.
   *
   * @param since when the alert began, by the wall clock
   */
  boolean is(Subject subject, Instant since);
}
