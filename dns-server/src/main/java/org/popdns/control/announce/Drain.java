package org.popdns.control.announce;

import java.time.Instant;
import java.util.Optional;

/**
 * An operator's order to drain an announcement, as it is kept over a restart.
 *
 * @param announcement the entry's name
 * @param reason the operator's words
 * @param since when it was given
 * @param until when it ends by itself; empty if it does not
 */
record Drain(String announcement, String reason, Instant since, Optional<Instant> until) {

  boolean isOver(Instant now) {
    return until.isPresent() && !now.isBefore(until.get());
  }
}
