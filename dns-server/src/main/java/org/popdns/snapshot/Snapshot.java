package org.popdns.snapshot;

/**
 * The root of all that workers answer by. A worker takes one after its receive returns and uses it
 * for the whole batch, so no answer mixes two configurations or two states of health.
 *
 * @param zones the zones
 * @param health the clusters' current addresses; has every slot that the zones name
 * @param cookies by what server cookies are made and checked
 */
public record Snapshot(ZoneTable zones, HealthAnswers health, CookieRules cookies) {

  /** Nothing is served: every query is refused. */
  public static final Snapshot EMPTY = new Snapshot(ZoneTable.EMPTY, HealthAnswers.NONE);

  /** With cookies of this process alone. */
  public Snapshot(ZoneTable zones, HealthAnswers health) {
    this(zones, health, CookieRules.OF_THIS_PROCESS);
  }
}
