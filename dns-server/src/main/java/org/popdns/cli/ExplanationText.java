package org.popdns.cli;

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
    if (explanation.has("client")) {
      line("client " + string(explanation, "client") + ": " + string(explanation, "clientRule"));
    }
    records(explanation.path("records"));
    explanation.path("clusters").forEach(this::cluster);
    JsonNode checker = explanation.path("checker");
    if (checker.path("suspicious").asBoolean()) {
      line("");
      line("FROZEN until " + string(checker, "until") + ": " + string(checker, "reason"));
    }
    line("");
    text.append(string(explanation, "answer"));
    datagram(explanation.path("udp"));
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
                row.has("cluster") ? "cluster " + string(row, "cluster") : "the zone",
                string(row, "at")));
    line("");
    text.append(table.render().indent(2));
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
    TextTable sites = new TextTable("SITE", "HEALTHY", "HOSTS", "NEEDED", "VERDICT");
    cluster
        .path("sites")
        .forEach(
            row ->
                sites.row(
                    string(row, "site"),
                    string(row, "healthy"),
                    string(row, "hosts"),
                    string(row, "needed"),
                    string(row, "verdict")));
    text.append(sites.render().indent(2));
    line("");
    TextTable addresses = new TextTable("HOST", "ADDRESS", "DECISION", "STATUS", "REASON", "SINCE");
    cluster
        .path("addresses")
        .forEach(
            row ->
                addresses.row(
                    string(row, "host"),
                    string(row, "address"),
                    string(row, "decision"),
                    string(row, "status") + (row.path("frozen").asBoolean() ? " (frozen)" : ""),
                    string(row, "reason"),
                    string(row, "since")));
    text.append(addresses.render().indent(2));
  }

  private static String string(JsonNode object, String field) {
    return object.path(field).asString("-");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
