package org.popdns.control.socket;

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
 */
public record ControlRequest(String command, Map<String, JsonNode> arguments) {

  public ControlRequest {
    arguments = Map.copyOf(arguments);
  }

  /** A request without arguments. */
  public static ControlRequest of(String command) {
    return new ControlRequest(command, Map.of());
  }

  /** This request with one more argument; a former value of that name is replaced. */
  public ControlRequest with(String name, String value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(arguments);
    more.put(name, StringNode.valueOf(value));
    return new ControlRequest(command, more);
  }

  /** The argument of that name; empty if it is missing or no string. */
  public Optional<String> text(String name) {
    JsonNode value = arguments.get(name);
    return value == null ? Optional.empty() : value.stringValueOpt();
  }
}
