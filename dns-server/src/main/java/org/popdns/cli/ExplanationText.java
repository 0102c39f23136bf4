package org.popdns.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An explanation as text for a terminal. A pure function of the explanation. */
final class ExplanationText {

  private final StringBuilder text = new StringBuilder();

  private ExplanationText() {}

  static String render(JsonNode explanation) {
    ExplanationText rendered = new ExplanationText();
    rendered.all(explanation);
    return rendered.text.toString();
  }

  private void all(JsonNode explanation) {
    String site = explanation.has("site") ? " at site " + string(explanation, "site") : "";
    line(ShownName.of(string(explanation, "name")) + " " + string(explanation, "type") + site);
    text.append(PastText.of(explanation, ZoneId.systemDefault()));
    if (explanation.has("zone")) {
      String serial = explanation.has("serial") ? " serial " + string(explanation, "serial") : "";
      line("zone " + ShownName.of(string(explanation, "zone")) + serial);
    }
    if (explanation.has("broken")) {
      line(
          "the zone is broken and answered from its last good version: "
              + string(explanation, "broken"));
    }
    line(string(explanation, "match"));
    client(explanation);
    records(explanation.path("records"));
    explanation.path("clusters").forEach(this::cluster);
    explanation.path("plans").forEach(this::plan);
    JsonNode checker = explanation.path("checker");
    if (checker.path("suspicious").asBoolean()) {
      line("");
      line("FROZEN until " + string(checker, "until") + ": " + string(checker, "reason"));
    }
    line("");
    text.append(string(explanation, "answer"));
    datagram(explanation.path("udp"));
  }

  private void client(JsonNode explanation) {
    if (!explanation.has("clientRule")) {
      return;
    }
    String client = explanation.has("client") ? "client " + string(explanation, "client") : "";
    String by = client.isEmpty() ? "resolver " : " by resolver ";
    String resolver = explanation.has("resolver") ? by + string(explanation, "resolver") : "";
    String who = client + resolver;
    line((who.isEmpty() ? "client unknown" : who) + ": " + string(explanation, "clientRule"));
    explanation.path("missingPlaces").forEach(missing -> line(missing.asString("-")));
    JsonNode place = explanation.path("place");
    if (place.isObject()) {
      line(string(place, "address") + " is " + PlaceText.of(place));
    }
  }

  /** Says what of the answer a datagram has, where that is not all. */
  private void datagram(JsonNode udp) {
    boolean truncated = udp.path("truncated").asBoolean();
    if (truncated || udp.path("answers").asInt() < udp.path("of").asInt()) {
      line("");
      line(
          "over UDP, in %s bytes: %s of %s%s answer records%s"
              .formatted(
                  string(udp, "bytes"),
                  string(udp, "answers"),
                  udp.path("shown").asBoolean() ? "" : "these ",
                  string(udp, "of"),
                  truncated ? ", truncated: clients ask again over TCP" : ", rotating"));
    }
  }

  private void records(JsonNode records) {
    if (records.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("SECTION", "OWNER", "TTL", "TYPE", "FROM", "FILE");
    records.forEach(
        row ->
            table.row(
                string(row, "section"),
                string(row, "owner"),
                string(row, "ttl"),
                string(row, "type"),
                from(row),
                string(row, "at")));
    line("");
    text.append(table.render().indent(2));
  }

  private static String from(JsonNode record) {
    if (record.has("plan")) {
      return "its rules";
    }
    return record.has("cluster") ? "cluster " + string(record, "cluster") : "the zone";
  }

  private void cluster(JsonNode cluster) {
    line("");
    line(
        "cluster %s: pool %s by rule %s (%s)"
            .formatted(
                string(cluster, "cluster"),
                string(cluster, "pool"),
                string(cluster, "rule"),
                string(cluster, "because")));
    pools("site", cluster.path("sites"));
    choice(cluster);
    addresses(cluster.path("addresses"));
  }

  private void plan(JsonNode plan) {
    line("");
    line("record " + ShownName.of(string(plan, "plan")) + ":");
    TextTable rules = new TextTable("RULE", "CLIENTS", "VERDICT");
    plan.path("rules")
        .forEach(
            row -> rules.row(string(row, "rule"), string(row, "clients"), string(row, "verdict")));
    text.append(rules.render().indent(2));
    line("");
    line(
        "pool %s (%s: %s)"
            .formatted(string(plan, "pool"), string(plan, "reason"), string(plan, "because")));
    if (!plan.path("pools").isEmpty()) {
      pools("pool", plan.path("pools"));
    }
    choice(plan);
    if (!plan.path("addresses").isEmpty()) {
      addresses(plan.path("addresses"));
    }
    if (plan.has("network")) {
      line("");
      line(
          "all of %s is answered alike (region %s)"
              .formatted(string(plan, "network"), string(plan, "region")));
    }
  }

  private void choice(JsonNode plan) {
    if (plan.has("lastResort")) {
      List<String> values = new ArrayList<>();
      plan.path("lastResort").forEach(value -> values.add(value.asString("-")));
      line("  the record's own values answer: " + String.join(" ", values));
    }
    if (plan.has("choice")) {
      line("  an answer has " + string(plan, "choice"));
    }
    if (plan.has("ttlAtMost")) {
      line(
          "  it may be kept for %s s at most (%s)"
              .formatted(string(plan, "ttlAtMost"), string(plan, "ttlReason")));
    }
  }

  /** Pools with their counts, and with what they carry where that is declared. */
  private void pools(String kind, JsonNode rows) {
    boolean byDistance = has(rows, "kilometres");
    boolean shared = has(rows, "sharePercent");
    boolean loaded = has(rows, "capacity");
    List<String> heads = new ArrayList<>();
    heads.add(kind.toUpperCase(Locale.ROOT));
    if (byDistance) {
      heads.add("KM");
    }
    heads.addAll(List.of("HEALTHY", "HOSTS", "NEEDED"));
    if (shared) {
      heads.add("SHARE");
    }
    if (loaded) {
      heads.addAll(List.of("CAPACITY", "CARRIES"));
    }
    heads.add("VERDICT");
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (JsonNode row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(string(row, kind));
      if (byDistance) {
        cells.add(row.has("kilometres") ? string(row, "kilometres") : "-");
      }
      for (String field : List.of("healthy", "hosts", "needed")) {
        cells.add(string(row, field));
      }
      if (shared) {
        cells.add(string(row, "sharePercent") + " %");
      }
      if (loaded) {
        cells.add(
            string(row, "available").equals(string(row, "capacity"))
                ? string(row, "capacity")
                : string(row, "available") + " of " + string(row, "capacity"));
        cells.add(string(row, "load"));
      }
      cells.add(string(row, "verdict"));
      table.row(cells.toArray(String[]::new));
    }
    text.append(table.render().indent(2));
  }

  private static boolean has(JsonNode rows, String field) {
    for (JsonNode row : rows) {
      if (row.has(field)) {
        return true;
      }
    }
    return false;
  }

  private void addresses(JsonNode rows) {
    boolean weighted = rows.path(0).has("weight");
    TextTable addresses =
        weighted
            ? new TextTable("HOST", "ADDRESS", "WEIGHT", "DECISION", "STATUS", "REASON", "SINCE")
            : new TextTable("HOST", "ADDRESS", "DECISION", "STATUS", "REASON", "SINCE");
    for (JsonNode row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(string(row, "host"));
      cells.add(string(row, "address"));
      if (weighted) {
        cells.add(string(row, "weight"));
      }
      cells.add(string(row, "decision"));
      cells.add(string(row, "status") + (row.path("frozen").asBoolean() ? " (frozen)" : ""));
      cells.add(string(row, "reason"));
      cells.add(string(row, "since"));
      addresses.row(cells.toArray(String[]::new));
    }
    line("");
    text.append(addresses.render().indent(2));
  }

  private static String string(JsonNode object, String field) {
    return object.path(field).asString("-");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
