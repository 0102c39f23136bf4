package org.popdns.control;

import java.util.Map;
import java.util.Optional;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.admin.socket.ControlRequestHandler;
import org.popdns.notify.Notifier;
import org.popdns.notify.alert.AlertJson;
import org.popdns.notify.delivery.Outcome;
import org.popdns.status.NotificationsJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The control socket's commands that are about telling others. Any thread. */
record NotifyCommands(Notifier notifier) {

  void addTo(Map<String, ControlRequestHandler> commands) {
    commands.put("notify-list", request -> list());
    commands.put("notify-test", this::test);
  }

  private ControlReply list() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    NotificationsJson.addTo(json, notifier.status());
    ArrayNode firing = json.putArray("firing");
    notifier.firing().forEach(alert -> firing.add(AlertJson.of(alert)));
    return new ControlReply.Done(json);
  }

  private ControlReply test(ControlRequest request) {
    Optional<String> receiver = request.text("receiver");
    if (receiver.isEmpty()) {
      return new ControlReply.Failed("'receiver' is missing");
    }
    try {
      return switch (notifier.test(receiver.get())) {
        case Notifier.TestResult.Unknown(var names) ->
            new ControlReply.Failed(
                names.isEmpty()
                    ? "no receiver is configured: 'notify' in popdns.yaml names them"
                    : "no receiver " + receiver.get() + "; there are: " + String.join(", ", names));
        case Notifier.TestResult.Tried(Outcome.Delivered _) ->
            new ControlReply.Done(JsonNodeFactory.instance.objectNode().put("delivered", true));
        case Notifier.TestResult.Tried(Outcome.Failed failed) ->
            new ControlReply.Failed(receiver.get() + " is not reached: " + failed.why());
        case Notifier.TestResult.Tried(Outcome.Refused refused) ->
            new ControlReply.Failed(
                receiver.get() + " does not want the message: " + refused.why());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ControlReply.Failed("interrupted");
    }
  }
}
