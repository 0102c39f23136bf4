package org.popdns.fitness;

/** How far a node is on its way to withdraw; the others read it. */
public enum Claim {
  /** It does not want to withdraw, or was told that it must stay. */
  NONE("none"),
  /** It wants to withdraw and is about to, unless a node that comes before it does. */
  CLAIMING("claiming"),
  /** It wants to withdraw, after the node that claims before it. */
  WAITING("waiting");

  private final String label;

  Claim(String label) {
    this.label = label;
  }

  /** The name in JSON. */
  public String label() {
    return label;
  }
}
