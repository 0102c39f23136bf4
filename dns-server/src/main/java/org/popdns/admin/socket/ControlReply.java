package org.popdns.admin.socket;

import tools.jackson.databind.JsonNode;

/** The server's answer to one {@link ControlRequest}. */
public sealed interface ControlReply {

  /**
   * The command did what it says: {@code {"ok": true, "data": ...}}.
   *
   * @param data what there is to tell; a JSON null where there is nothing
   */
  record Done(JsonNode data) implements ControlReply {}

  /**
   * The command did not: {@code {"ok": false, "error": "..."}}.
   *
   * @param message one line for the operator
   */
  record Failed(String message) implements ControlReply {}
}
