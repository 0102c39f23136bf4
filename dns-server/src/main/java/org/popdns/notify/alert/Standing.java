package org.popdns.notify.alert;

/**
 * Whether what an alert says still is so: over a restart, and where events were lost, nobody says
 * that it ended. Asked on the notifier's thread, which it must not stop.
 */
public interface Standing {

  /** Nobody can tell. */
  Standing UNKNOWN = alert -> Verdict.UNKNOWN;

  /** What is known of it now. */
  Verdict of(Alert alert);

  /** What is known. */
  enum Verdict {
    /** It still is so. */
    STANDS,
    /** It is so no longer, or what it is of is not configured any more. */
    ENDED,
    /** Only events say it. */
    UNKNOWN
  }
}
