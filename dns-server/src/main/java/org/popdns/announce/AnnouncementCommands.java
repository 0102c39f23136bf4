package org.popdns.announce;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.admin.socket.ControlReply;
import org.popdns.admin.socket.ControlRequest;
import org.popdns.admin.socket.ControlRequestHandler;
import org.popdns.config.tree.Scalars;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.fitness.Lease;
import org.popdns.orders.DrainRequest;
import org.popdns.status.StatusJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The control socket's commands around announcements. Any thread. */
public record AnnouncementCommands(Announcements announcements) {

  public void addTo(Map<String, ControlRequestHandler> commands) {
    commands.put("lease", this::lease);
    commands.put(
        "announcements", request -> new ControlReply.Done(StatusJson.of(announcements.status())));
    commands.put("drain", this::drain);
    commands.put("undrain", this::undrain);
  }

  private ControlReply lease(ControlRequest request) {
    String name = request.text("name").orElse("");
    Optional<Lease> lease = announcements.lease(name);
    if (lease.isEmpty()) {
      return new ControlReply.Failed(announcements.unknown(name));
    }
    return new ControlReply.Done(
        request.text("format").equals(Optional.of("text"))
            ? StringNode.valueOf(LeaseForms.text(lease.get()))
            : LeaseForms.json(lease.get()));
  }

  private ControlReply drain(ControlRequest request) {
    Optional<Duration> lasts = request.text("for").flatMap(Scalars::parseDuration);
    if (request.text("for").isPresent() && lasts.isEmpty()) {
      return new ControlReply.Failed("'for' is no duration such as 30m or 2h");
    }
    String reason = request.text("reason").orElse("by the operator");
    IfLast ifLast = request.text("if-last").equals(Optional.of("go")) ? IfLast.GO : IfLast.STAY;
    List<String> names = named(request);
    if (names.isEmpty()) {
      return new ControlReply.Failed("nothing is announced, so there is nothing to drain");
    }
    Optional<String> objection =
        announcements.drain(names, new DrainRequest(reason, caller(request), lasts, ifLast));
    return objection.isPresent()
        ? new ControlReply.Failed(objection.get())
        : new ControlReply.Done(list(names));
  }

  private ControlReply undrain(ControlRequest request) {
    List<String> names = named(request);
    for (String name : names) {
      if (!announcements.names().contains(name)) {
        return new ControlReply.Failed(announcements.unknown(name));
      }
    }
    String by = caller(request);
    return new ControlReply.Done(
        list(names.stream().filter(name -> announcements.undrain(name, by)).toList()));
  }

  private static String caller(ControlRequest request) {
    return request.caller().orElse("an unknown user");
  }

  private List<String> named(ControlRequest request) {
    return request.text("announce").map(List::of).orElseGet(announcements::names);
  }

  private ObjectNode list(List<String> names) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("announcements");
    names.forEach(list::add);
    announcements.drainsNotKept().ifPresent(why -> json.put("notKept", why));
    return json;
  }
}
