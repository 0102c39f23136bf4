package org.popdns.admin.socket;

import java.util.Map;
import java.util.TreeMap;

/** The commands of a server by name: hands each request to its own handler. Immutable. */
public final class ControlCommands implements ControlRequestHandler {
  private final TreeMap<String, ControlRequestHandler> handlers;

  /**
   * The commands there are.
   *
   * @param handlers by the name of the command
   */
  public ControlCommands(Map<String, ControlRequestHandler> handlers) {
    this.handlers = new TreeMap<>(handlers);
  }

  @Override
  public ControlReply handle(ControlRequest request) {
    ControlRequestHandler handler = handlers.get(request.command());
    if (handler == null) {
      return new ControlReply.Failed(
          "unknown command '%s'; there are: %s"
              .formatted(request.command(), String.join(", ", handlers.keySet())));
    }
    return handler.handle(request);
  }
}
