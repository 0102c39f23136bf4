package org.popdns.transport;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what went wrong in a worker at a limited rate, so that a message that can be sent again and
 * again can't fill the disk. One instance per worker, on its thread.
 */
final class FailureLog {

  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private long lastLogged = System.nanoTime() - INTERVAL_NANOS;
  private long notLogged;

  /** A query could not be answered; the next one will be. */
  void internalError(Throwable failure) {
    if (isDue()) {
      log.error(
          "a query was answered with SERVFAIL after an internal error ({} more since the last"
              + " report)",
          notLogged,
          failure);
      notLogged = 0;
    }
  }

  /** A socket gave no datagrams, but an error; it is tried again. */
  void receiveFailed(String address, String error) {
    if (isDue()) {
      log.error(
          "receiving at {} fails: {} ({} more since the last report)", address, error, notLogged);
      notLogged = 0;
    }
  }

  private boolean isDue() {
    long now = System.nanoTime();
    if (now - lastLogged < INTERVAL_NANOS) {
      notLogged++;
      return false;
    }
    lastLogged = now;
    return true;
  }
}
