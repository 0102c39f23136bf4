package org.popdns.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What changes for clients, as text: one line for each region of each name. */
final class ImpactText {

  private static final int MOST_NAMES = 3;
  private static final int MOST_RECORDS = 8;

  private final PrintWriter out;

  ImpactText(PrintWriter out) {
    this.out = out;
  }

  /** The list that {@code regions} of the JSON is. */
  void regions(JsonNode list) {
    for (JsonNode change : list) {
      out.print("~ " + line(change) + "\n");
    }
  }

  private static String line(JsonNode change) {
    JsonNode before = change.path("before");
    JsonNode after = change.path("after");
    return "%s %s for %s%s: %s"
        .formatted(
            names(change),
            change.path("type").asString(),
            clients(change),
            sites(change),
            answers(before) + " -> " + answers(after));
  }

  private static String names(JsonNode change) {
    List<String> names = new ArrayList<>();
    change.path("names").forEach(name -> names.add(name.asString()));
    int count = change.path("nameCount").asInt();
    String some = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return count <= MOST_NAMES ? some : some + " and " + (count - MOST_NAMES) + " more";
  }

  private static String clients(JsonNode change) {
    String before = change.path("before").path("clients").asString();
    String after = change.path("after").path("clients").asString();
    String network = change.path("network").asString();
    if (before.equals(after)) {
      return after;
    }
    return "%s (before: %s)%s"
        .formatted(after, before, network.isEmpty() ? "" : ", such as " + network);
  }

  private static String sites(JsonNode change) {
    List<String> sites = new ArrayList<>();
    change.path("sites").forEach(site -> sites.add(site.asString()));
    return sites.isEmpty() ? "" : " at " + String.join(", ", sites);
  }

  private static String answers(JsonNode answers) {
    return pool(answers) + records(answers);
  }

  private static String pool(JsonNode answers) {
    String pool = answers.path("pool").asString();
    return pool.isEmpty() ? "" : "pool " + pool + ": ";
  }

  private static String records(JsonNode answers) {
    boolean even = answers.path("even").asBoolean();
    List<String> records = new ArrayList<>();
    for (JsonNode each : answers.path("records")) {
      records.add(
          each.path("value").asString()
              + (even ? "" : " " + percent(each.path("part").asDouble())));
    }
    if (records.isEmpty()) {
      return "nothing";
    }
    String some = String.join(", ", records.subList(0, Math.min(MOST_RECORDS, records.size())));
    int more = records.size() - MOST_RECORDS;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  /** {@code 12.4 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
