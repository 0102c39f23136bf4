package org.popdns.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.popdns.steering.SteeringDecision;
import tools.jackson.databind.JsonNode;

/** What changes for clients, as text: one line for each region of each name. */
final class ImpactText {

  /** Why a pool answers while all is well. */
  private static final Set<String> USUAL =
      Set.of(SteeringDecision.Reason.OWN_SITE.label(), SteeringDecision.Reason.FIRST_POOL.label());

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

  /** What a reload would do. */
  void dryRun(JsonNode report) {
    if (report.has("zones")) {
      out.printf(
          "a reload would change %d of %d zones%n",
          report.path("zonesChanged").asInt(), report.path("zones").asInt());
      String news = report.path("news").asString();
      if (!news.isEmpty()) {
        out.println(news);
      }
    }
    if (!report.path("regions").isEmpty()) {
      int assumed = report.path("endpointsAssumedUp").asInt();
      out.print(
          "for clients, by the health of now%s:\n"
              .formatted(assumed == 0 ? "" : "; new endpoints, taken to be up: " + assumed));
      regions(report.path("regions"));
    }
    if (report.has("sample")) {
      sample(report.path("sample"));
    }
    if (report.has("reason")) {
      out.print("! a reload would be refused: " + report.path("reason").asString() + "\n");
    }
  }

  private void sample(JsonNode sample) {
    if (!sample.path("telling").asBoolean()) {
      out.print(
          "for queries: only %d are sampled, too few to tell\n"
              .formatted(sample.path("queries").asInt()));
      return;
    }
    out.print(
        "for queries: %s of %s get other addresses or records (%s to %s in 95 of 100 samples)\n"
            .formatted(
                percent(sample.path("moved").asDouble()),
                sample.path("words").asString(),
                percent(sample.path("movedLow").asDouble()),
                percent(sample.path("movedHigh").asDouble())));
    double touched = sample.path("touched").asDouble();
    if (touched > sample.path("moved").asDouble()) {
      out.print("  %s get another set of them, or in other parts\n".formatted(percent(touched)));
    }
    parts("name", sample.path("names"));
    parts("clients", sample.path("clients"));
    parts("network", sample.path("networks"));
  }

  private void parts(String what, JsonNode list) {
    for (JsonNode part : list) {
      out.print(
          "  %s %s %s\n"
              .formatted(percent(part.path("moved").asDouble()), what, part.path("of").asString()));
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
    if (pool.isEmpty()) {
      return "";
    }
    String reason = answers.path("reason").asString();
    return "pool " + pool + (USUAL.contains(reason) ? "" : " (" + reason + ")") + ": ";
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
