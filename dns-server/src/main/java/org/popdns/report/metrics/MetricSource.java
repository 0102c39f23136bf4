package org.popdns.report.metrics;

/** What a room has counted, or what is now. Made for one request, by the thread that serves it. */
interface MetricSource {

  /** Adds a value for each series of the room's families. */
  void addTo(Exposition exposition);
}
