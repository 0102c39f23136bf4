package org.popdns.explain;

import java.util.List;
import java.util.Optional;
import org.popdns.events.Event;
import org.popdns.health.HealthSnapshot;

/**
 * What the past is told by.
 *
 * @param events the journal's, the oldest first
 * @param present how endpoints are in the process that the journal is of; empty if it is not asked
 */
record Recollection(List<Event> events, Optional<HealthSnapshot> present) {

  /** Copies the list. */
  Recollection {
    events = List.copyOf(events);
  }
}
