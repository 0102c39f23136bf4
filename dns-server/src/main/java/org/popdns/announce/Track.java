package org.popdns.announce;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Announcement;
import org.popdns.events.Event;
import org.popdns.fitness.AnnouncementGate;
import org.popdns.fitness.Claim;
import org.popdns.fitness.Decision;
import org.popdns.fitness.Decision.Preference;
import org.popdns.fitness.FitnessState;
import org.popdns.fitness.GateState;
import org.popdns.fitness.LastSiteGuard;
import org.popdns.time.Moment;

/**
 * An announcement's gate and what came of its last step. Immutable.
 *
 * @param gateState what the gate knows of before
 * @param since when the decision last changed in anything
 * @param stateSince when the state, the routes or their preference last changed
 */
record Track(
    Announcement entry,
    AnnouncementGate gate,
    GateState gateState,
    LastSiteGuard guard,
    Decision decision,
    Instant since,
    Moment stateSince) {

  /** Nothing is judged yet. */
  static Track first(Announcement entry, LastSiteGuard guard, Moment now) {
    return new Track(
        entry,
        new AnnouncementGate(entry, guard),
        GateState.FIRST,
        guard,
        starting(),
        now.at(),
        now);
  }

  /** The same announcement after a reload. */
  Track reconfigured(Announcement next, LastSiteGuard nextGuard) {
    return new Track(
        next,
        new AnnouncementGate(next, nextGuard),
        gateState.reconfigured(),
        nextGuard,
        decision,
        since,
        stateSince);
  }

  /** After a step. */
  Track decided(AnnouncementGate.Step step, Moment now) {
    Decision next = step.decision();
    boolean same = isSameState(next);
    return new Track(
        entry,
        gate,
        step.state(),
        guard,
        next,
        next.equals(decision) ? since : now.at(),
        same ? stateSince : now);
  }

  /** What this one became. */
  Event.AnnouncementChanged changeTo(Track next) {
    Decision became = next.decision();
    return new Event.AnnouncementChanged(
        next.stateSince().at(),
        entry.name(),
        decision.state(),
        became.state(),
        became.announced(),
        became.preference(),
        became.reason(),
        stateSince.age(next.stateSince().nanos()));
  }

  /** True if a decision differs from the last one in its reasons at most. */
  boolean isSameState(Decision next) {
    return next.state() == decision.state()
        && next.announced().equals(decision.announced())
        && next.preference() == decision.preference()
        && next.held().isPresent() == decision.held().isPresent();
  }

  /** True if a route is announced. */
  boolean isAnnounced() {
    return !decision.announced().isEmpty();
  }

  /** The decision before the first one. */
  static Decision starting() {
    return notAnnounced("starting: the first checks are not over");
  }

  /** Not to announce anything. */
  static Decision notAnnounced(String reason) {
    return new Decision(
        FitnessState.UNFIT,
        Set.of(),
        Preference.NORMAL,
        Claim.NONE,
        List.of(reason),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
