package org.popdns.notify.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.popdns.admin.Json;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.Message;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Alerts as Alertmanager's API takes them, version 2. What makes two alerts the same there is all
 * of their labels, so that nothing that changes is among them. Stateless.
 */
final class AlertmanagerJson {

  /** Alerts in one request. */
  private static final int MOST_AT_ONCE = 500;

  /** For how long an alert is believed that is not told again: some refreshes may be lost. */
  private static final Duration BELIEVED = Duration.ofMinutes(5);

  private AlertmanagerJson() {}

  /** The requests' bodies. */
  static List<ArrayNode> of(Message message, Sender sender) {
    List<ArrayNode> bodies = new ArrayList<>();
    List<Alert> all = new ArrayList<>(message.firing());
    all.addAll(message.ended());
    for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
      ArrayNode body = Json.MAPPER.createArrayNode();
      all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE))
          .forEach(alert -> body.add(of(alert, message.at(), sender)));
      bodies.add(body);
    }
    return bodies;
  }

  private static ObjectNode of(Alert alert, Instant told, Sender sender) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    ObjectNode labels = json.putObject("labels");
    labels.put("alertname", "popdns-" + alert.kind().label());
    labels.put("severity", alert.severity().label());
    labels.put("node", sender.node());
    // A member's site is that of the member.
    sender.site().ifPresent(site -> labels.put("node_site", site));
    alert.subject().labels().forEach(labels::put);
    ObjectNode annotations = json.putObject("annotations");
    annotations.put("summary", alert.summary());
    alert.end().ifPresent(end -> annotations.put("ended_by", end.reason()));
    json.put("startsAt", alert.since().toString());
    json.put("endsAt", alert.end().map(Alert.End::at).orElse(told.plus(BELIEVED)).toString());
    return json;
  }
}
