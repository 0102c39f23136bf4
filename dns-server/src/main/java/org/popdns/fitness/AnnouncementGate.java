package org.popdns.fitness;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.popdns.config.model.Announcement;

/**
 * One announcement's gate: from its state and an observation to its next state and what is
 * announced. It changes nothing and is told the time, so a step can be tried as often as one likes.
 *
 * <pre>
 *            fit                       unfit or drained
 *   CLOSED ───────→ OPEN ────────────────────────────────→ claim → judged → CLOSED
 *      ↑ ╰─── too few others are announced ───→ OPEN, least preferred     ╰→ OPEN, least preferred
 *      ╰── the server does not answer: at once, unguarded
 * </pre>
 */
public final class AnnouncementGate {

  /** A closed and unfit node offers itself again when too few others were announced so long. */
  static final Duration RESCUE_AFTER = Duration.ofSeconds(10);

  /** The same at the start, when nobody knows yet whether it is needed. */
  static final Duration FIRST_RESCUE_AFTER = Duration.ofSeconds(2);

  /** How long a drain that goes even if it is the last lets nodes that claim go before it. */
  static final Duration INSISTS_AFTER = Duration.ofSeconds(5);

  private final Announcement entry;
  private final LastSiteGuard guard;
  private final Set<Family> families = EnumSet.noneOf(Family.class);

  /** The gate of an announcement. */
  public AnnouncementGate(Announcement entry, LastSiteGuard guard) {
    this.entry = entry;
    this.guard = guard;
    entry.prefixes().forEach(prefix -> families.add(Family.of(prefix.network())));
  }

  /** What comes of an observation. */
  public record Step(GateState state, Decision decision) {}

  /**
   * Judges an observation.
   *
   * @param before the state that the step before led to, or {@link GateState#FIRST}; that of
   *     another gate is taken as far as it goes, for a reload
   */
  public Step step(GateState before, long nowNanos, Observation seen) {
    return new Judgement(entry, guard, families, before).step(nowNanos, seen);
  }
}
