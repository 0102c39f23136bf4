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
 * One step of a gate: the state before is taken apart, judged and put together again. Used once.
 */
final class Judgement {

  /** A drain goes on when the query rate has fallen to this share of what it was. */
  private static final double DRAINED_SHARE = 0.1;

  /** Queries per second that are none: what stray resolvers and our own queries may leave. */
  private static final double QUIET = 10;

  private final Announcement entry;
  private final LastSiteGuard guard;
  private final Set<Family> families;
  private final Map<Family, Damped> silence = new EnumMap<>(Family.class);
  private final boolean judgedOnce;
  private Damped unfitness;
  private boolean open;
  private Duration rescueAfter;
  private long shortSinceNanos;
  private Claim claim;
  private long claimedAtNanos;
  private String guardSays;
  private double rateBeforeDrain;
  private long insistsSinceNanos;
  private boolean insists;
  private Optional<String> overruled;
  private List<String> lastComplaints;

  Judgement(Announcement entry, LastSiteGuard guard, Set<Family> families, GateState before) {
    this.entry = entry;
    this.guard = guard;
    this.families = families;
    this.silence.putAll(before.silence());
    this.silence.keySet().retainAll(families); // A reload may have taken one away.
    this.judgedOnce = before.judgedOnce();
    this.unfitness = before.unfitness();
    this.open = before.open();
    this.rescueAfter = before.rescueAfter();
    this.shortSinceNanos = before.shortSinceNanos();
    this.claim = before.claim();
    this.claimedAtNanos = before.claimedAtNanos();
    this.guardSays = before.guardSays();
    this.rateBeforeDrain = before.rateBeforeDrain();
    this.insistsSinceNanos = before.insistsSinceNanos();
    this.insists = before.insists();
    this.overruled = before.overruled();
    this.lastComplaints = before.lastComplaints();
  }

  /** Judges an observation. */
  AnnouncementGate.Step step(long nowNanos, Observation seen) {
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
      rescueAfter = AnnouncementGate.RESCUE_AFTER;
    } else if (open) {
      boolean stays = guarded(nowNanos, seen);
      if (stays && seen.drain().isPresent() && !unfitness.bad()) {
        refused = Optional.of(guardSays);
      }
    } else if (seen.drain().isEmpty()) {
      offerAgainIfNeeded(nowNanos, seen);
    }
    Decision decision = decision(answering, stage, seen, refused);
    return new AnnouncementGate.Step(after(), decision);
  }

  private GateState after() {
    return new GateState(
        silence,
        unfitness,
        true,
        open,
        rescueAfter,
        shortSinceNanos,
        claim,
        claimedAtNanos,
        guardSays,
        rateBeforeDrain,
        insistsSinceNanos,
        insists,
        overruled,
        lastComplaints);
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
    if (insists && nowNanos - insistsSinceNanos >= AnnouncementGate.INSISTS_AFTER.toNanos()) {
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
      rescueAfter = AnnouncementGate.RESCUE_AFTER;
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
