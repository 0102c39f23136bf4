package org.popdns.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is told of notifications, as JSON and back. Stateless. */
public final class NotificationsJson {

  private NotificationsJson() {}

  /** Adds it to an object. */
  public static void addTo(ObjectNode json, NotificationsStatus status) {
    ObjectNode alerts = json.putObject("alerts");
    status.alerts().forEach(alerts::put);
    ArrayNode receivers = json.putArray("receivers");
    for (NotificationsStatus.Receiver receiver : status.receivers()) {
      ObjectNode entry = receivers.addObject();
      entry.put("name", receiver.name()).put("kind", receiver.kind());
      entry.put("waiting", receiver.waiting()).put("delivered", receiver.delivered());
      entry.put("failed", receiver.failed()).put("refused", receiver.refused());
      entry.put("dropped", receiver.dropped());
      receiver.lastSuccess().ifPresent(at -> entry.put("lastSuccessAt", at.toString()));
      receiver
          .lastFailure()
          .ifPresent(
              failure ->
                  entry
                      .put("lastFailureAt", failure.at().toString())
                      .put("lastFailure", failure.why()));
    }
    json.put("eventsLost", status.eventsLost()).put("alertsLost", status.alertsLost());
    status.notKept().ifPresent(why -> json.put("notKept", why));
  }

  /** Reads what {@link #addTo} wrote; nobody is told, where there is no object. */
  public static NotificationsStatus read(JsonNode json) {
    if (!json.isObject()) {
      return NotificationsStatus.NONE;
    }
    Map<String, Integer> alerts = new LinkedHashMap<>();
    json.path("alerts").properties().forEach(e -> alerts.put(e.getKey(), e.getValue().asInt(0)));
    List<NotificationsStatus.Receiver> receivers = new ArrayList<>();
    for (JsonNode entry : json.path("receivers")) {
      receivers.add(
          new NotificationsStatus.Receiver(
              entry.path("name").asString("-"),
              entry.path("kind").asString("-"),
              entry.path("waiting").asInt(0),
              entry.path("delivered").asLong(0),
              entry.path("failed").asLong(0),
              entry.path("refused").asLong(0),
              entry.path("dropped").asLong(0),
              time(entry, "lastSuccessAt"),
              time(entry, "lastFailureAt")
                  .map(
                      at ->
                          new NotificationsStatus.Failure(
                              entry.path("lastFailure").asString("-"), at))));
    }
    return new NotificationsStatus(
        alerts,
        receivers,
        json.path("eventsLost").asLong(0),
        json.path("alertsLost").asLong(0),
        json.path("notKept").stringValueOpt());
  }

  private static Optional<Instant> time(JsonNode json, String field) {
    return json.path(field).stringValueOpt().map(Instant::parse);
  }
}
