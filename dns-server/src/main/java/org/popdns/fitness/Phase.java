package org.popdns.fitness;

/** The stages of a server's life, in their order. */
public enum Phase {
  /** Sockets are bound, the first round of checks is not over, nothing is answered. */
  STARTING("starting"),
  /** Queries are answered. */
  SERVING("serving"),
  /** The server ends. */
  STOPPING("stopping");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /** The name in JSON and text. */
  public String label() {
    return label;
  }
}
