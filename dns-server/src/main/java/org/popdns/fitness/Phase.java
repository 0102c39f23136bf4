package org.popdns.fitness;

import java.util.Optional;

/** The stages of a server's life, in their order. */
public enum Phase {
  /** Sockets are bound, the first round of checks is not over, nothing is answered. */
  STARTING("starting", "the first round of checks is not over"),
  /** Queries are answered. */
  SERVING("serving", ""),
  /** The server ends. */
  STOPPING("stopping", "the server is stopping");

  private final String label;
  private final String obstacle;

  Phase(String label, String obstacle) {
    this.label = label;
    this.obstacle = obstacle;
  }

  /**
   * Why no traffic should come meanwhile, whatever else is well; empty while queries are answered.
   */
  public Optional<String> obstacle() {
    return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
  }

  /** The name in JSON and text. */
  public String label() {
    return label;
  }
}
