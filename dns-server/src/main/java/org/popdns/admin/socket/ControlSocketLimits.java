package org.popdns.admin.socket;

import java.time.Duration;

/**
 * What clients may take of the server.
 *
 * @param connections open at one time; further ones are told so and closed
 * @param requestBytes the longest request line
 * @param patience for a whole request line to come, and for a client to take its reply
 */
record ControlSocketLimits(int connections, int requestBytes, Duration patience) {
  static final ControlSocketLimits DEFAULT =
      new ControlSocketLimits(32, 64 * 1024, Duration.ofSeconds(30));
}
