package org.popdns.snapshot;

/**
 * The root of all that is served. A worker takes one after its receive returns and uses it for the
 * whole batch, so no answer mixes two configurations or two states of health.
 *
 * @param zones the zones
 * @param health the clusters' current addresses; has every slot that the zones name
 */
public record Snapshot(ZoneTable zones, HealthAnswers health) {

  /** Nothing is served: every query is refused. */
  public static final Snapshot EMPTY = new Snapshot(ZoneTable.EMPTY, HealthAnswers.NONE);
}
