package org.popdns.config.model;

/**
 * What of a pool an answer has.
 *
 * @param method how its records are chosen
 * @param answers how many records an answer has, at least 1; {@link #ALL} for as many as there are
 */
public record PoolChoice(Method method, int answers) {

  /** As many answers as there are records. */
  public static final int ALL = Integer.MAX_VALUE;

  /** All records, and each as often the first one. */
  public static final PoolChoice ROTATE_ALL = new PoolChoice(Method.ROTATE, ALL);

  /** Refuses an answer of nothing. */
  public PoolChoice {
    if (answers < 1) {
      throw new IllegalArgumentException("an answer of " + answers + " records");
    }
  }

  /** How records are chosen. */
  public enum Method {
    /** In turn, each as often. */
    ROTATE,
    /** In turn, each as often as its weight says. */
    WEIGHTED,
    /** By the client's network: the same network gets the same records while they answer. */
    HASH
  }
}
