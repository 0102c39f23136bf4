package org.popdns.announce;

import java.time.Duration;
import org.popdns.events.Journal;
import org.popdns.fitness.Decision;
import org.popdns.fitness.Family;
import org.popdns.fitness.FitnessState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells log and journal what an announcement became, and from what. Used by the judging thread. */
record Changes(Journal journal) {

  private static final Logger log = LoggerFactory.getLogger(Changes.class);

  void record(Track before, Track now) {
    String name = now.entry().name();
    Decision after = now.decision();
    double lasted =
        Duration.ofNanos(now.stateSinceNanos() - before.stateSinceNanos()).toMillis() / 1e3;
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change.put("at", now.stateSince().toString()).put("announcement", name);
    change.put("from", before.decision().state().label()).put("to", after.state().label());
    change.put("routes", routes(after)).put("preference", after.preference().label());
    change.put("reason", after.reason()).put("lastedSeconds", lasted);
    journal.add(change);
    String line =
        "announcement %s: %s, %s, preference %s: %s (before: %s for %.1f s)"
            .formatted(
                name,
                after.state().label(),
                routes(after),
                after.preference().label(),
                after.reason(),
                before.decision().state().label(),
                lasted);
    if (after.state() == FitnessState.UNFIT) {
      log.error("{}", line);
    } else {
      log.info("{}", line);
    }
  }

  private static String routes(Decision decision) {
    return decision.announced().isEmpty()
        ? "withdrawn"
        : "announced "
            + String.join("+", decision.announced().stream().sorted().map(Family::label).toList());
  }
}
