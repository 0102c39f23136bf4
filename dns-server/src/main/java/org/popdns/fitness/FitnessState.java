package org.popdns.fitness;

/** What a node is, as far as one announcement goes. */
public enum FitnessState {
  /** Traffic should come here. */
  FIT("fit"),
  /** The operator sends traffic elsewhere. */
  DRAINING("draining"),
  /** Something is wrong. */
  UNFIT("unfit");

  private final String label;

  FitnessState(String label) {
    this.label = label;
  }

  /** The name in JSON, text and metrics. */
  public String label() {
    return label;
  }
}
