package org.popdns.cli;

import tools.jackson.databind.JsonNode;

/** What the running server does not serve as it is: a zone or a file, in one line of text. */
final class BrokenZoneText {

  private BrokenZoneText() {}

  static String of(JsonNode zone) {
    String answer =
        zone.path("answer").asString().equals("last-good")
            ? "answered from its last good version"
            : "answered SERVFAIL";
    return "zone %s is broken and %s: %s"
        .formatted(
            ShownName.of(zone.path("zone").asString()), answer, zone.path("reason").asString());
  }

  static String ofLeftOut(JsonNode file) {
    return "a file is left out: " + file.path("reason").asString();
  }
}
