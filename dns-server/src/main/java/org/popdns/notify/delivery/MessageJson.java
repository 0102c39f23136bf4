package org.popdns.notify.delivery;

import java.util.List;
import org.popdns.admin.Json;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.AlertJson;
import org.popdns.notify.alert.Message;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as JSON objects, as {@code notification.schema.json} describes them: what webhooks in
 * this project's format and commands get. Stateless.
 */
public final class MessageJson {

  /** Alerts of either list that are told one by one; the others are counted. */
  static final int MOST_LISTED = 100;

  private static final int VERSION = 1;

  private MessageJson() {}

  /** The object. */
  public static ObjectNode of(Letter letter, Sender sender) {
    Message message = letter.message();
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("version", VERSION)
        .put("id", letter.id())
        .put("cause", message.cause().label())
        .put("at", message.at().toString())
        .put("node", sender.node());
    sender.site().ifPresent(site -> json.put("site", site));
    json.put("receiver", message.receiver())
        .put("severity", message.severity().label())
        .put("summary", MessageText.headline(message, sender));
    var clusters = json.putArray("clusters");
    message.clusters().stream().limit(MOST_LISTED).forEach(clusters::add);
    list(json.putObject("firing"), message.firing());
    list(json.putObject("resolved"), message.ended());
    return json;
  }

  private static void list(ObjectNode json, List<Alert> alerts) {
    json.put("count", alerts.size());
    var list = json.putArray("alerts");
    alerts.stream().limit(MOST_LISTED).forEach(alert -> list.add(AlertJson.of(alert)));
  }
}
