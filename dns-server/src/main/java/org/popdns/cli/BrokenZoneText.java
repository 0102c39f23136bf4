package org.popdns.cli;

import org.popdns.status.NodeStatus;

/** What the running server does not serve as it is: a zone or a file, in one line of text. */
final class BrokenZoneText {

  private BrokenZoneText() {}

  static String of(NodeStatus.BrokenZone zone) {
    String answer =
        zone.answer().equals("last-good")
            ? "answered from its last good version"
            : "answered SERVFAIL";
    return "zone %s is broken and %s: %s"
        .formatted(ShownName.of(zone.zone()), answer, zone.reason());
  }

  static String ofLeftOut(NodeStatus.LeftOutFile file) {
    return "a file is left out: " + file.reason();
  }
}
