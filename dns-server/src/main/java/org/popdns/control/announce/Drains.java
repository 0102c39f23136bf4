package org.popdns.control.announce;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.fitness.DrainOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's drains, kept over a restart. Any thread. What changes in it is which there are;
 * whether one is allowed is its caller's to know.
 */
final class Drains {

  private static final Logger log = LoggerFactory.getLogger(Drains.class);

  /** A drain from before the start is long past its stages. */
  private static final Duration LONG_AGO = Duration.ofDays(1);

  private final InstantSource clock;
  private final DrainFile file;
  private final Map<String, Drain> drains;
  private final Map<String, Long> startNanos = new HashMap<>();

  Drains(DrainFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.drains = new LinkedHashMap<>(file.read());
    drains
        .keySet()
        .forEach(name -> startNanos.put(name, System.nanoTime() - LONG_AGO.toNanos()));
  }

  /** The drain of an announcement, for the operator. */
  synchronized Optional<Drain> of(String name) {
    return Optional.ofNullable(drains.get(name));
  }

  /** The drain of an announcement, for its gate. */
  synchronized Optional<DrainOrder> order(String name) {
    Drain drain = drains.get(name);
    Long started = startNanos.get(name);
    return drain == null || started == null
        ? Optional.empty()
        : Optional.of(
            new DrainOrder(
                drain.reason(), started, DrainOrder.COMMUNITY_FOR, DrainOrder.PREPEND_FOR));
  }

  /**
   * Begins a drain, or gives one that goes on another reason and end.
   *
   * @return why it will not outlive the process; empty if it will
   */
  synchronized Optional<String> begin(String name, String reason, Optional<Duration> lasts) {
    Instant now = clock.instant();
    drains.put(name, new Drain(name, reason, now, lasts.map(now::plus)));
    startNanos.putIfAbsent(name, System.nanoTime());
    return file.write(drains);
  }

  /** Ends a drain; false if there was none. */
  synchronized boolean end(String name) {
    startNanos.remove(name);
    boolean was = drains.remove(name) != null;
    if (was) {
      var _ = file.write(drains);
    }
    return was;
  }

  /** Ends those whose time is over. */
  synchronized void expire() {
    Instant now = clock.instant();
    for (Drain drain : List.copyOf(drains.values())) {
      if (drain.isOver(now)) {
        log.info("the drain of {} is over", drain.announcement());
        end(drain.announcement());
      }
    }
  }
}
