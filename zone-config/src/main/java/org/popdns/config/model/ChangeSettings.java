package org.popdns.config.model;

/**
 * What a reload may change for clients, and how that is known.
 *
 * @param maxPercent of how large a share of the queries a reload may change the addresses unasked,
 *     from 0 to 100
 * @param samplesQueries true if some of the queries are remembered for an hour, by which that share
 *     is known
 */
public record ChangeSettings(int maxPercent, boolean samplesQueries) {

  /** What holds where nothing is said. */
  public static final ChangeSettings USUAL = new ChangeSettings(100, true);
}
