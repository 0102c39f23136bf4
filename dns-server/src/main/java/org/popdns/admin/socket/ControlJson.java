package org.popdns.admin.socket;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests and replies as lines of JSON and back. Stateless; any thread. */
final class ControlJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private ControlJson() {}

  /** What a line from a client is. */
  sealed interface RequestLine {
    record Request(ControlRequest request) implements RequestLine {}

    /**
     * No request.
     *
     * @param message one line that says why
     */
    record Malformed(String message) implements RequestLine {}
  }

  static RequestLine readRequest(String line) {
    JsonNode root;
    try {
      root = MAPPER.readTree(line);
    } catch (JacksonException notJson) {
      return new RequestLine.Malformed("the request is not JSON: " + reason(notJson));
    }
    if (!root.isObject()) {
      return new RequestLine.Malformed("the request is not a JSON object");
    }
    Map<String, JsonNode> arguments = new LinkedHashMap<>();
    root.properties().forEach(field -> arguments.put(field.getKey(), field.getValue()));
    JsonNode command = arguments.remove("command");
    if (command == null || !command.isString()) {
      return new RequestLine.Malformed("the request names no \"command\"");
    }
    return new RequestLine.Request(new ControlRequest(command.stringValue(), arguments));
  }

  static String writeRequest(ControlRequest request) {
    ObjectNode object = MAPPER.createObjectNode().put("command", request.command());
    request.arguments().forEach(object::set);
    return MAPPER.writeValueAsString(object);
  }

  /** The reply that a line from a server is; empty if it is none. */
  static Optional<ControlReply> readReply(String line) {
    JsonNode root;
    try {
      root = MAPPER.readTree(line);
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
    JsonNode ok = root.path("ok");
    JsonNode error = root.path("error");
    if (ok.isBoolean() && ok.booleanValue()) {
      return Optional.of(
          new ControlReply.Done(root.optional("data").orElse(NullNode.getInstance())));
    }
    return ok.isBoolean() && error.isString()
        ? Optional.of(new ControlReply.Failed(error.stringValue()))
        : Optional.empty();
  }

  static String writeReply(ControlReply reply) {
    ObjectNode object = MAPPER.createObjectNode();
    switch (reply) {
      case ControlReply.Done(JsonNode data) -> object.put("ok", true).set("data", data);
      case ControlReply.Failed(String message) -> object.put("ok", false).put("error", message);
    }
    return MAPPER.writeValueAsString(object);
  }

  private static String reason(JacksonException notJson) {
    return notJson.getOriginalMessage().lines().findFirst().orElse("no reason given");
  }
}
