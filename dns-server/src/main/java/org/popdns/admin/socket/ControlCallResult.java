package org.popdns.admin.socket;

import java.nio.file.Path;

/** What came of {@link ControlSocketClient#call}. */
public sealed interface ControlCallResult {

  /** The server replied; its reply may be a refusal. */
  record Answer(ControlReply reply) implements ControlCallResult {}

  /**
   * No server listens there.
   *
   * @param socket where it was looked for
   */
  record NotRunning(Path socket) implements ControlCallResult {}

  /**
   * There is something, but no reply was to be had: permission denied, no reply in time, a
   * connection that broke.
   *
   * @param message one line for the operator
   */
  record Failure(String message) implements ControlCallResult {}
}
