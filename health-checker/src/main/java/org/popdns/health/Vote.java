package org.popdns.health;

/**
 * What one endpoint says to the question whether the checker itself is at fault. Immutable; times
 * are the monotonic clock's.
 *
 * @param site where the endpoint stands
 * @param kind what it says
 * @param atNanos when the last good probe began, or the first bad one of those in a row
 * @param windowNanos interval and timeout of its check: by then a probe has noticed any trouble
 * @param definition whether its check is one that it has passed before
 */
record Vote(String site, Kind kind, long atNanos, long windowNanos, Definition definition) {

  /** What an endpoint says. */
  enum Kind {
    /** The last probe was good. */
    FINE,
    /** It was up, and the last probe was bad; whether it is down is not decided, or held back. */
    FAILING,
    /** It was up, and is down since the probes in a row that are bad. */
    FALLEN,
    /** It was never up, so that it has no good state to keep. */
    NONE
  }

  /** What is known of the check's definition. */
  enum Definition {
    /** The same as ever for this endpoint. */
    KEPT,
    /** Changed by a reload, and never passed since. */
    CHANGED_UNPROVEN,
    /** Changed by a reload, and passed since. */
    CHANGED_PROVEN
  }
}
