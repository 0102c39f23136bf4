package org.popdns.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The server's status as text for a terminal. A pure function of the status and the time. */
final class StatusText {

  private final Instant now;
  private final StringBuilder text = new StringBuilder();

  StatusText(Instant now) {
    this.now = now;
  }

  String render(JsonNode status) {
    line(
        "popdns %s, node %s%s, %s for %s"
            .formatted(
                string(status, "version"),
                string(status, "node"),
                status.has("site") ? " at site " + string(status, "site") : "",
                string(status, "phase"),
                age(string(status, "startedAt"))));
    if (status.path("ready").asBoolean()) {
      line("ready");
    } else {
      status.path("reasons").forEach(reason -> line("NOT READY: %s".formatted(reason.asString())));
    }
    checker(status.path("checker"));
    JsonNode transport = status.path("transport");
    List<String> listen = new ArrayList<>();
    transport.path("listen").forEach(address -> listen.add(address.asString()));
    line(
        "answers on %s (UDP by %s, %d %sworkers each, receive buffer %d KiB)"
            .formatted(
                String.join(", ", listen),
                string(transport, "name"),
                transport.path("workers").asInt(),
                transport.path("pinned").asBoolean() ? "pinned " : "",
                transport.path("receiveBufferBytes").asInt() >> 10));
    if (transport.has("because")) {
      line("UDP COSTS MORE than it could: " + string(transport, "because"));
    }
    JsonNode configuration = status.path("configuration");
    line(
        "configuration %s, served for %s"
            .formatted(string(configuration, "file"), age(string(configuration, "since"))));
    if (string(configuration, "servedFrom").equals("stored")) {
      line(
          "THE FILES ARE NOT SERVED, but the stored configuration "
              + string(configuration, "storedNumber"));
    }
    configuration
        .path("brokenZones")
        .forEach(zone -> line(BrokenZoneText.of(zone).replaceFirst("zone", "ZONE")));
    configuration
        .path("leftOutFiles")
        .forEach(file -> line("A FILE IS LEFT OUT: " + string(file, "reason")));
    stored(configuration);
    JsonNode lastLoad = configuration.path("lastLoad");
    if (!lastLoad.path("successful").asBoolean(true)) {
      line(
          "the files were refused %s ago: %s"
              .formatted(age(string(lastLoad, "at")), string(lastLoad, "failure")));
    }
    status.path("announcements").properties().forEach(e -> announcement(e.getKey(), e.getValue()));
    if (status.has("drainsNotKept")) {
      line("  DRAINS ARE NOT KEPT OVER A RESTART: " + string(status, "drainsNotKept"));
    }
    if (status.has("historyNotKept")) {
      line("  THE HISTORY IS NOT KEPT OVER A RESTART: " + string(status, "historyNotKept"));
    }
    peers(status.path("peers"));
    zones(status.path("zones"));
    status.path("clusters").forEach(cluster -> cluster(cluster, status.path("endpoints")));
    return text.toString();
  }

  private void stored(JsonNode configuration) {
    if (configuration.has("notStored")) {
      line("THE CONFIGURATION IS NOT STORED: " + string(configuration, "notStored"));
    }
    JsonNode last = configuration.path("stored").path(0);
    if (!last.isMissingNode()) {
      line(
          "configurations stored: %d, the last %s ago (zones: %s)"
              .formatted(
                  configuration.path("stored").size(),
                  age(string(last, "at")),
                  string(last, "zones")));
    }
  }

  private void checker(JsonNode checker) {
    if (checker.path("suspicious").asBoolean()) {
      line(
          "FROZEN for %s, until %s: %s"
              .formatted(
                  age(string(checker, "since")),
                  string(checker, "until"),
                  string(checker, "reason")));
    } else if (checker.has("lastVerdict")) {
      JsonNode last = checker.path("lastVerdict");
      line("health checker, %s ago: %s".formatted(age(string(last, "at")), string(last, "text")));
    }
    for (JsonNode canary : checker.path("canaries")) {
      line(
          "canary tcp %s: %s for %s (%s)"
              .formatted(
                  string(canary, "tcp"),
                  string(canary, "status"),
                  age(string(canary, "since")),
                  string(canary, "reason")));
    }
  }

  private void announcement(String name, JsonNode entry) {
    line("");
    line(
        "announcement %s: %s for %s (%s)"
            .formatted(
                name,
                string(entry, "state"),
                age(string(entry, "since")),
                string(entry, "reason")));
    if (entry.has("heldBecause")) {
      line("  HELD BY THE LAST-SITE GUARD: " + string(entry, "heldBecause"));
    }
    if (entry.has("guardOverruled")) {
      line("  THE LAST-SITE GUARD IS OVERRULED: " + string(entry, "guardOverruled"));
    }
    if (entry.has("drain")) {
      drain(entry.path("drain"));
    }
    if (entry.has("drainRefused")) {
      line("  the last drain was refused: " + string(entry, "drainRefused"));
    }
    entry
        .path("routes")
        .properties()
        .forEach(
            route ->
                line(
                    "  %s %s, preference %s"
                        .formatted(
                            route.getKey(),
                            route.getValue().asString("-"),
                            string(entry, "preference"))));
  }

  private void drain(JsonNode drain) {
    line(
        "  drained by %s %s ago%s%s: %s"
            .formatted(
                string(drain, "by"),
                age(string(drain, "since")),
                drain.path("evenIfLast").asBoolean() ? ", EVEN IF LAST" : "",
                drain.has("until")
                    ? ", until " + string(drain, "until")
                    : ", until 'popdns undrain'",
                string(drain, "reason")));
  }

  private void peers(JsonNode peers) {
    if (peers.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("NODE", "ANNOUNCEMENT", "ANNOUNCED", "STATE", "REASON");
    for (var peer : peers.properties()) {
      if (!peer.getValue().path("read").asBoolean()) {
        table.row(peer.getKey(), "-", "-", "unread", string(peer.getValue(), "failure"));
      }
      for (var entry : peer.getValue().path("announcements").properties()) {
        table.row(
            peer.getKey(),
            entry.getKey(),
            entry.getValue().path("announced").asBoolean() ? "yes" : "no",
            string(entry.getValue(), "state"),
            string(entry.getValue(), "reason"));
      }
    }
    line("");
    text.append(table.render().indent(2));
  }

  private void zones(JsonNode zones) {
    if (zones.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("ZONE", "SERIAL", "NAMES");
    zones.forEach(
        zone ->
            table.row(
                ShownName.of(string(zone, "origin")),
                zone.path("failed").asBoolean() ? "SERVFAIL" : string(zone, "serial"),
                string(zone, "names")));
    line("");
    text.append(table.render().indent(2));
  }

  private void cluster(JsonNode cluster, JsonNode endpoints) {
    line("");
    line(
        "cluster %s: answered from %s for %s (%s: %s)"
            .formatted(
                string(cluster, "name"),
                string(cluster, "answeredFrom"),
                age(string(cluster, "since")),
                string(cluster, "reason"),
                string(cluster, "because")));
    cluster
        .path("sites")
        .forEach(
            site ->
                line(
                    "  %s: %d of %d hosts healthy, %d needed"
                        .formatted(
                            string(site, "site"),
                            site.path("healthy").asInt(),
                            site.path("hosts").asInt(),
                            site.path("needed").asInt())));
    TextTable table = new TextTable("SITE", "HOST", "ADDRESS", "STATUS", "SINCE", "LAST RESULT");
    endpoints.forEach(
        endpoint -> {
          if (string(endpoint, "cluster").equals(string(cluster, "name"))) {
            table.row(
                string(endpoint, "site"),
                string(endpoint, "host"),
                string(endpoint, "address"),
                string(endpoint, "status")
                    + (endpoint.path("frozen").asBoolean() ? " (frozen)" : ""),
                endpoint.has("since") ? age(string(endpoint, "since")) : "-",
                string(endpoint, "reason"));
          }
        });
    text.append(table.render().indent(2));
  }

  private static String string(JsonNode object, String field) {
    return object.path(field).asString("-");
  }

  /** How long ago, in one or two units. */
  private String age(String instant) {
    if (instant.equals("-")) {
      return instant;
    }
    Duration age = Duration.between(Instant.parse(instant), now);
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m" + seconds % 60 + "s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
    }
    return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
