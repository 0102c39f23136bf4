package org.popdns.config.model;

/**
 * How it is known what a change would do to clients.
 *
 * @param samplesQueries true if some of the queries are remembered for an hour
 */
public record ChangeSettings(boolean samplesQueries) {

  /** What holds where nothing is said. */
  public static final ChangeSettings USUAL = new ChangeSettings(true);
}
