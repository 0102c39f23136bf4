package org.popdns.admin.socket;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * What a client asks of the server: on the wire {@code {"command": "status", ...}}. Immutable.
 *
 * @param command the name of the command, as the client wrote it; it may be unknown
 * @param arguments the other fields of the object, by name, in no particular order
 * @param caller the user whose process it came from, as the system says; empty if that is not known
 */
public record ControlRequest(
    String command, Map<String, JsonNode> arguments, Optional<String> caller) {

  public ControlRequest {
    arguments = Map.copyOf(arguments);
  }

  /** A request as it is sent. */
  public ControlRequest(String command, Map<String, JsonNode> arguments) {
    this(command, arguments, Optional.empty());
  }

  /** A request without arguments. */
  public static ControlRequest of(String command) {
    return new ControlRequest(command, Map.of());
  }

  /** This request with one more argument; a former value of that name is replaced. */
  public ControlRequest with(String name, String value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(arguments);
    more.put(name, StringNode.valueOf(value));
    return new ControlRequest(command, more, caller);
  }

  /** This request as it came from a user. */
  ControlRequest from(Optional<String> user) {
    return new ControlRequest(command, arguments, user);
  }

  /** The argument of that name; empty if it is missing or no string. */
  public Optional<String> text(String name) {
    JsonNode value = arguments.get(name);
    return value == null ? Optional.empty() : value.stringValueOpt();
  }
}
