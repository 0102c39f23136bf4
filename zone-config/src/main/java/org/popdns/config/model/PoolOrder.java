package org.popdns.config.model;

/** In which order a rule tries its pools. */
public enum PoolOrder {
  /** As the rule names them. */
  DECLARED,
  /**
   * For clients whose coordinates are known the nearest first, by {@link NearestPools}; for others
   * as the rule names them.
   */
  NEAREST
}
