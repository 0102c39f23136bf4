package org.popdns.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long ago something of a cluster was probed, by the monotonic clock: the results bear the time
 * of day, and where that jumps by hours, checks that go on must not look as if they had stopped.
 * Asked ten times a second by the thread that judges fitness. What changes in it is what was seen
 * last.
 */
public final class ProbeAges {

  private final LongSupplier nanos;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /** The results seen last, and when they were seen first. */
  private record Seen(List<Instant> probes, long sinceNanos) {}

  public ProbeAges(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * How long these have been the last results.
   *
   * @param probes when each endpoint was probed last, in an order that stays
   * @return empty if nothing was probed yet
   */
  public Optional<Duration> sinceChange(String cluster, List<Instant> probes) {
    if (probes.isEmpty()) {
      return Optional.empty();
    }
    long now = nanos.getAsLong();
    Seen last =
        seen.compute(
            cluster,
            (name, before) ->
                before != null && before.probes().equals(probes)
                    ? before
                    : new Seen(List.copyOf(probes), now));
    return Optional.of(Duration.ofNanos(now - last.sinceNanos()));
  }
}
