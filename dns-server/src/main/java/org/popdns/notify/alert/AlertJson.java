package org.popdns.notify.alert;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.popdns.admin.Json;
import org.popdns.config.model.AlertKind;
import org.popdns.config.model.AlertSeverity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Alerts as JSON objects: in messages, in the state file and between server and command. */
public final class AlertJson {

  private AlertJson() {}

  /** As {@link #read} reads it. */
  public static ObjectNode of(Alert alert) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("kind", alert.kind().label()).put("severity", alert.severity().label());
    alert.subject().labels().forEach(json::put);
    json.put("summary", alert.summary()).put("startsAt", alert.since().toString());
    alert
        .end()
        .ifPresent(end -> json.put("endsAt", end.at().toString()).put("endedBy", end.reason()));
    return json;
  }

  /** The alert of an object; empty if it is none that this version knows. */
  public static Optional<Alert> read(JsonNode json) {
    Optional<AlertKind> kind = AlertKind.of(json.path("kind").asString(""));
    Optional<AlertSeverity> severity = AlertSeverity.of(json.path("severity").asString(""));
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    for (String label : Subject.LABELS) {
      json.path(label).stringValueOpt().ifPresent(value -> labels.put(label, value));
    }
    try {
      Instant since = Instant.parse(json.path("startsAt").asString(""));
      Optional<Alert.End> end =
          json.has("endsAt")
              ? Optional.of(
                  new Alert.End(
                      Instant.parse(json.path("endsAt").asString("")),
                      json.path("endedBy").asString("")))
              : Optional.empty();
      return kind.flatMap(
          of ->
              severity.map(
                  hurry ->
                      new Alert(
                          new Alert.Key(of, new Subject(labels)),
                          hurry,
                          json.path("summary").asString(""),
                          since,
                          end)));
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
