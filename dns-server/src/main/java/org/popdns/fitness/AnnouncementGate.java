package org.popdns.fitness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Announcement;
import org.popdns.fitness.Decision.Preference;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.fitness.LastSiteGuard.Verdict;

/**
 * One announcement's state: from observations to what is announced. Used by the one thread that
 * judges fitness; told the time. What changes in it is whether the route is open, the claim, and
 * the damping.
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

  /** A drain goes on when the query rate has fallen to this share of what it was. */
  private static final double DRAINED_SHARE = 0.1;

  /** Queries per second that are none: what stray resolvers and our own queries may leave. */
  private static final double QUIET = 10;

  /** How long a drain that goes even if it is the last lets nodes that claim go before it. */
  static final Duration INSISTS_AFTER = Duration.ofSeconds(5);

  private final Announcement entry;
  private final LastSiteGuard guard;
  private final Set<Family> families = EnumSet.noneOf(Family.class);
  private final Map<Family, Damped> silence = new EnumMap<>(Family.class);
  private Damped unfitness = Damped.first(false);
  private boolean judgedOnce;
  private boolean open;
  private Duration rescueAfter = FIRST_RESCUE_AFTER;
  private long shortSinceNanos;
  private Claim claim = Claim.NONE;
  private long claimedAtNanos;
  private String guardSays = "";
  private double rateBeforeDrain;
  private long insistsSinceNanos;
  private boolean insists;
  private Optional<String> overruled = Optional.empty();
  private List<String> lastComplaints = List.of();

  /** A gate that has judged nothing yet. */
  public AnnouncementGate(Announcement entry, LastSiteGuard guard) {
    this.entry = entry;
    this.guard = guard;
    entry.prefixes().forEach(prefix -> families.add(Family.of(prefix.network())));
  }

  /** The gate of the same announcement after a reload: open or closed as before. */
  public AnnouncementGate reconfigured(Announcement next, LastSiteGuard nextGuard) {
    AnnouncementGate gate = new AnnouncementGate(next, nextGuard);
    gate.silence.putAll(silence);
    gate.silence.keySet().retainAll(gate.families);
    gate.unfitness = unfitness;
    gate.judgedOnce = judgedOnce;
    gate.open = open;
    gate.rescueAfter = rescueAfter;
    gate.shortSinceNanos = shortSinceNanos;
    gate.rateBeforeDrain = rateBeforeDrain;
    gate.overruled = overruled;
    gate.lastComplaints = lastComplaints;
    return gate;
  }

  /** Judges an observation. */
  public Decision step(long nowNanos, Observation seen) {
    Set<Family> answering = answering(nowNanos, seen);
    boolean complains = !seen.complaints().isEmpty();
    unfitness =
        judgedOnce
            ? unfitness.next(complains, nowNanos, entry.unfitAfter(), entry.holdUp())
            : Damped.first(complains);
    if (complains) {
      lastComplaints = seen.complaints();
    }
    DrainStage stage = drainStage(nowNanos, seen);
    noteInsistence(nowNanos, stage, seen);
    boolean mayStay = !unfitness.bad() && stage != DrainStage.WITHDRAW;
    Optional<String> refused = Optional.empty();
    if (!judgedOnce) {
      open = mayStay && !answering.isEmpty();
      shortSinceNanos = nowNanos;
    } else if (answering.isEmpty()) {
      close(nowNanos);
    } else if (mayStay) {
      open = true;
      claim = Claim.NONE;
      rescueAfter = RESCUE_AFTER;
    } else if (open) {
      boolean stays = guarded(nowNanos, seen);
      if (stays && seen.drain().isPresent() && !unfitness.bad()) {
        refused = Optional.of(guardSays);
      }
    } else if (seen.drain().isEmpty()) {
      offerAgainIfNeeded(nowNanos, seen);
    }
    judgedOnce = true;
    return decision(answering, stage, seen, refused);
  }

  private Set<Family> answering(long nowNanos, Observation seen) {
    Set<Family> answering = EnumSet.noneOf(Family.class);
    for (Family family : families) {
      boolean silent = seen.silent().containsKey(family);
      Damped before = silence.get(family);
      Damped after =
          before == null
              ? Damped.first(silent)
              : before.next(silent, nowNanos, Duration.ZERO, entry.holdUp());
      silence.put(family, after);
      if (!after.bad()) {
        answering.add(family);
      }
    }
    return answering;
  }

  private void close(long nowNanos) {
    open = false;
    claim = Claim.NONE;
    shortSinceNanos = nowNanos;
    guardSays = "";
  }

  private void noteInsistence(long nowNanos, DrainStage stage, Observation seen) {
    boolean before = insists;
    insists =
        open
            && stage == DrainStage.WITHDRAW
            && seen.drain().filter(order -> order.ifLast() == IfLast.GO).isPresent();
    if (insists && !before) {
      insistsSinceNanos = nowNanos;
    }
    if (seen.drain().isEmpty()) {
      overruled = Optional.empty();
    }
  }

  /**
   * Asks the guard; true if the node must stay for now. A drain that goes even if it is the last
   * claims as any other, so that no peer counts on it meanwhile, and then goes whatever the guard
   * says.
   */
  private boolean guarded(long nowNanos, Observation seen) {
    if (insists && nowNanos - insistsSinceNanos >= INSISTS_AFTER.toNanos()) {
      overrule(nowNanos, guardSays);
      return false;
    }
    if (claim != Claim.CLAIMING) {
      if (!insists && !guard.othersSuffice(nowNanos, seen.peers())) {
        claim = Claim.NONE;
        guardSays = guard.shortage(nowNanos, seen.peers());
        return true;
      }
      if (guard.isPreceded(nowNanos, seen.peers())) {
        claim = Claim.WAITING;
        guardSays = "another node withdraws first";
        return false;
      }
      claim = Claim.CLAIMING;
      claimedAtNanos = nowNanos;
    }
    Verdict verdict = guard.judge(claimedAtNanos, nowNanos, seen.peers());
    guardSays = verdict.reason();
    switch (verdict) {
      case Verdict.Go go -> close(nowNanos);
      case Verdict.Wait wait -> {}
      case Verdict.Yield yield -> claim = Claim.WAITING;
      case Verdict.Stay stay -> {
        if (insists) {
          overrule(nowNanos, stay.reason());
          return false;
        }
        claim = Claim.NONE;
      }
    }
    return verdict instanceof Verdict.Stay;
  }

  private void overrule(long nowNanos, String objection) {
    close(nowNanos);
    overruled = Optional.of(objection);
  }

  private void offerAgainIfNeeded(long nowNanos, Observation seen) {
    if (guard.othersSuffice(nowNanos, seen.peers())) {
      shortSinceNanos = nowNanos;
      rescueAfter = RESCUE_AFTER;
    } else if (nowNanos - shortSinceNanos >= rescueAfter.toNanos()) {
      open = true;
      guardSays = guard.shortage(nowNanos, seen.peers());
    }
  }

  private enum DrainStage {
    NONE,
    COMMUNITY,
    PREPEND,
    WITHDRAW
  }

  private DrainStage drainStage(long nowNanos, Observation seen) {
    if (seen.drain().isEmpty()) {
      rateBeforeDrain = seen.queriesPerSecond();
      return DrainStage.NONE;
    }
    DrainOrder order = seen.drain().get();
    long age = nowNanos - order.startedNanos();
    long prepends = age - order.communityFor().toNanos();
    if (!open && judgedOnce) {
      return DrainStage.WITHDRAW;
    }
    if (prepends < 0) {
      return DrainStage.COMMUNITY;
    }
    boolean quiet =
        prepends >= Duration.ofSeconds(1).toNanos()
            && seen.queriesPerSecond() <= Math.max(QUIET, rateBeforeDrain * DRAINED_SHARE);
    return quiet || prepends >= order.prependFor().toNanos()
        ? DrainStage.WITHDRAW
        : DrainStage.PREPEND;
  }

  private Decision decision(
      Set<Family> answering, DrainStage stage, Observation seen, Optional<String> refused) {
    List<String> reasons = new ArrayList<>();
    for (Family family : families) {
      if (!answering.contains(family)) {
        String text = seen.silent().get(family);
        String reason = text == null ? family.label() + " answers again; held up" : text;
        if (!reasons.contains(reason)) { // One for both families, where nothing at all is served.
          reasons.add(reason);
        }
      }
    }
    if (unfitness.bad()) {
      if (seen.complaints().isEmpty()) {
        lastComplaints.forEach(text -> reasons.add("until just now, held up: " + text));
      } else {
        reasons.addAll(seen.complaints());
      }
    }
    seen.drain().ifPresent(order -> reasons.add(order.reason()));
    overruled.ifPresent(why -> reasons.add("the last-site guard is overruled: " + why));
    boolean bad = unfitness.bad() || answering.isEmpty();
    boolean leaves = unfitness.bad() || stage == DrainStage.WITHDRAW;
    Optional<String> held =
        open && leaves && claim == Claim.NONE ? Optional.of(guardSays) : Optional.empty();
    held.ifPresent(why -> reasons.add("stays announced, least preferred: " + why));
    if (open && leaves && claim != Claim.NONE) {
      reasons.add("about to withdraw: " + guardSays);
    }
    FitnessState state =
        bad
            ? FitnessState.UNFIT
            : seen.drain().isPresent() ? FitnessState.DRAINING : FitnessState.FIT;
    Preference preference =
        leaves || stage == DrainStage.PREPEND
            ? Preference.LEAST
            : stage == DrainStage.COMMUNITY ? Preference.GRACEFUL_SHUTDOWN : Preference.NORMAL;
    return new Decision(
        state, open ? answering : Set.of(), preference, claim, reasons, held, refused, overruled);
  }
}
