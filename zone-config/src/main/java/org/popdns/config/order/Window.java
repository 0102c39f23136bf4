package org.popdns.config.order;

import java.time.Instant;
import java.util.Optional;

/** When an order is in force: once, or by a calendar. Immutable. */
public sealed interface Window {

  /**
   * One stretch of time.
   *
   * @param from its first moment; {@link Instant#EPOCH} where nobody says
   * @param until the first moment behind it; empty if it does not end by itself
   */
  record Occurrence(Instant from, Optional<Instant> until) {

    /** True if it is over. */
    public boolean isOver(Instant now) {
      return until.filter(end -> !now.isBefore(end)).isPresent();
    }

    /** True if it has begun and is not over. */
    public boolean has(Instant moment) {
      return !moment.isBefore(from) && !isOver(moment);
    }
  }

  /** The first occurrence that is not over; empty if none is to come. */
  Optional<Occurrence> next(Instant now);

  /** One stretch of time, and no more. */
  record Once(Occurrence when) implements Window {

    /** From a moment to another. */
    public Once(Instant from, Optional<Instant> until) {
      this(new Occurrence(from, until));
    }

    @Override
    public Optional<Occurrence> next(Instant now) {
      return Optional.of(when).filter(all -> !all.isOver(now));
    }
  }

  /** Again and again. */
  record Every(Calendar calendar) implements Window {

    @Override
    public Optional<Occurrence> next(Instant now) {
      return calendar.next(now);
    }
  }
}
