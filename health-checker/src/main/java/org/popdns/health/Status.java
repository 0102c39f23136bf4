package org.popdns.health;

/** What is held to be true of an endpoint. */
public enum Status {
  /** No probe has ended yet. */
  UNKNOWN,
  /** Fit to be answered with. */
  UP,
  /** Not fit. */
  DOWN
}
