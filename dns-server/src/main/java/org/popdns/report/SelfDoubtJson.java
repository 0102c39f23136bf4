package org.popdns.report;

import org.popdns.health.HealthSnapshot;
import org.popdns.health.SelfDoubt;
import tools.jackson.databind.node.ObjectNode;

/** What the health checker thinks of itself, as JSON. Stateless. */
public final class SelfDoubtJson {

  private SelfDoubtJson() {}

  /** Says whether the last good state is kept and why, and what came of it the last time. */
  public static void put(ObjectNode entry, HealthSnapshot health) {
    SelfDoubt doubt = health.selfDoubt();
    entry.put("suspicious", doubt.freeze().isPresent());
    entry.put("frozenEndpoints", health.keptCount());
    doubt
        .freeze()
        .ifPresent(
            freeze -> {
              entry.put("since", freeze.since().toString());
              entry.put("until", freeze.until().toString());
              entry.put("reason", freeze.reason());
            });
    doubt
        .last()
        .ifPresent(
            last -> {
              ObjectNode verdict = entry.putObject("lastVerdict");
              verdict.put("verdict", last.kind().label());
              verdict.put("at", last.at().toString());
              verdict.put("text", last.text());
            });
  }
}
