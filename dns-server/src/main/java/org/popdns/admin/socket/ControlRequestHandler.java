package org.popdns.admin.socket;

/**
 * Carries out requests. Called by the virtual thread of the connection that the request came on, so
 * by several at once; it may block. A handler that stops the server only asks for it and returns:
 * {@link ControlSocketServer#close} lets the reply out, but does not wait for it from within.
 */
@FunctionalInterface
public interface ControlRequestHandler {

  /**
   * Carries out one request.
   *
   * @return the reply; an unchecked exception instead becomes a failed reply and a line in the log
   */
  ControlReply handle(ControlRequest request);
}
