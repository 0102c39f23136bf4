package org.popdns.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;

/** What is said of the time that is told of, where that is in the past. Pure. */
final class PastText {

  private PastText() {}

  /** Lines, each ended by a line feed; none if it is told of now. */
  static String of(JsonNode told, ZoneId zone) {
    JsonNode past = told.path("past");
    if (!past.isObject()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    Instant at = Instant.parse(past.path("at").asString());
    text.append("as at ").append(at.truncatedTo(ChronoUnit.MILLIS));
    text.append(" (").append(at.atZone(zone).toLocalTime().truncatedTo(ChronoUnit.SECONDS));
    text.append(" in ").append(zone).append("), by the journal, which begins at ");
    text.append(past.path("journalBegins").asString("-")).append('\n');
    past.path("then").forEach(event -> line(text, "held then: ", event));
    if (!past.path("since").isEmpty()) {
      text.append("the configuration and the places of clients are those of now;");
      text.append(" the journal does not hold what they were before:\n");
      past.path("since").forEach(event -> line(text, "changed since: ", event));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String what, JsonNode event) {
    text.append("  ").append(what).append(event.asString("-")).append('\n');
  }
}
