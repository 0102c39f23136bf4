package org.popdns.health;

import java.time.Duration;
import java.util.Collection;
import org.popdns.config.model.Suspicion;
import org.popdns.health.Tally.Question;

/**
 * Decides whether failures are believed, or whether the checker itself is at fault. Pure but for
 * its phase: told the time, the endpoints' votes and what the canaries say. On the checker's thread
 * only.
 *
 * <pre>
 *                an endpoint is about to go down, and the share fails with it
 *   TRUSTING ─────────────────────────────────────────────────────────────────→ ASKING
 *    ↑ ↑ ↑ ╰──────────── the others are fine: those few are believed ────────────╯ │ │
 *    │ │ │                                                 a canary answers ╭──────╯ │ none does
 *    │ │ ╰───────────────────── no longer so many fail ──── BELIEVING ←─────╯        │
 *    │ │                                                        ↑                    ↓
 *    │ │                                                        ╰── time is over ─ FROZEN
 *    │ ╰── endpoints or a canary answer again: what failed meanwhile counts for nothing ╯
 * </pre>
 *
 * <p>While it asks, for {@link #ASK_LIMIT} at most, and while it is frozen, no endpoint goes down.
 * Asking is done when it matters, at the moment of a transition, so that it costs an ordinary
 * failure nothing: then most others are known to be fine.
 */
final class Doubter {

  /** Those who are asked have answered by then, or will not. */
  static final Duration ASK_LIMIT = Duration.ofSeconds(2);

  private Suspicion settings = Suspicion.USUAL;
  private Phase phase = new Phase.Trusting();

  // Freezes that follow each other closely share one bound, or a network that comes and goes would
  // keep a dead server up for ever.
  private long frozenNanos;
  private long lastEndNanos;

  /** Where it stands. */
  private sealed interface Phase {
    record Trusting() implements Phase {}

    record Asking(Question question, long atNanos) implements Phase {}

    record Frozen(Question question, long atNanos, long sinceNanos, long untilNanos)
        implements Phase {}

    record Believing() implements Phase {}
  }

  /** What is to be done now. */
  sealed interface Step {
    /** Nothing. */
    record Nothing() implements Step {}

    /** Probe the canaries, and the endpoints that were not heard. */
    record Ask(Tally tally) implements Step {}

    /** Endpoints held back while asking were no part of anything larger: they are down. */
    record Release() implements Step {}

    /** The last good state is kept from now on. */
    record Freeze(Question question, Tally tally, Duration left) implements Step {}

    /** A canary answers: what was held back is down. */
    record Confirm(Tally tally, String canary) implements Step {}

    /** The time is over: what was held back is down. */
    record Expire(Tally tally, Duration frozen) implements Step {}

    /** What failed counts for nothing. */
    record Recover(Tally tally, Duration frozen, CanaryAnswer canaries) implements Step {}
  }

  /** Takes up new settings. */
  void configure(Suspicion next) {
    settings = next;
  }

  /** True while no endpoint may go down. */
  boolean holds() {
    return phase instanceof Phase.Asking || phase instanceof Phase.Frozen;
  }

  /** True while there is anything to {@link #review}. */
  boolean isBusy() {
    return !(phase instanceof Phase.Trusting);
  }

  /**
   * An endpoint is about to go down.
   *
   * @param candidate its vote, which is among {@code votes}
   * @param canaries only whether there are any matters
   */
  Step judge(long nowNanos, Collection<Vote> votes, Vote candidate, CanaryAnswer canaries) {
    if (phase instanceof Phase.Trusting && !settings.freeze().isZero()) {
      if (candidate.definition() == Vote.Definition.CHANGED_UNPROVEN
          && isSuspicious(Question.CHECKS, votes, canaries)) {
        return ask(Question.CHECKS, nowNanos, votes);
      }
      if (isSuspicious(Question.NETWORK, votes, canaries)) {
        return ask(Question.NETWORK, nowNanos, votes);
      }
    }
    return review(nowNanos, votes, canaries);
  }

  private Step ask(Question question, long nowNanos, Collection<Vote> votes) {
    phase = new Phase.Asking(question, nowNanos);
    return new Step.Ask(Tally.withinOneInterval(question, votes));
  }

  private boolean isSuspicious(Question question, Collection<Vote> votes, CanaryAnswer canaries) {
    Tally tally = Tally.withinOneInterval(question, votes);
    if (!tally.reaches(settings.sharePercent())) {
      return false;
    }
    return switch (question) {
      case CHECKS -> true;
      // Where one site alone could tell, its end looks like ours: only a canary's silence speaks
      // against ourselves.
      case NETWORK ->
          tally.failingSites().size() > 1
              || (tally.votingSites() == 1 && !(canaries instanceof CanaryAnswer.None));
    };
  }

  /**
   * Something was heard, or time has passed.
   *
   * @param canaries what they say since they were asked
   */
  Step review(long nowNanos, Collection<Vote> votes, CanaryAnswer canaries) {
    return switch (phase) {
      case Phase.Trusting _ -> new Step.Nothing();
      case Phase.Asking asking -> answered(asking, nowNanos, votes, canaries);
      case Phase.Frozen frozen -> frozen(frozen, nowNanos, votes, canaries);
      case Phase.Believing _ -> {
        if (!isSuspicious(Question.NETWORK, votes, canaries)) {
          phase = new Phase.Trusting();
        }
        yield new Step.Nothing();
      }
    };
  }

  private Step answered(
      Phase.Asking asking, long nowNanos, Collection<Vote> votes, CanaryAnswer canaries) {
    Question question = asking.question();
    if (!isSuspicious(question, votes, canaries)) {
      phase = new Phase.Trusting();
      return new Step.Release();
    }
    Tally tally = Tally.withinOneInterval(question, votes);
    if (question == Question.NETWORK && canaries instanceof CanaryAnswer.Answers(String canary)) {
      phase = new Phase.Believing();
      return new Step.Confirm(tally, canary);
    }
    boolean canariesPending =
        question == Question.NETWORK && canaries instanceof CanaryAnswer.Pending;
    boolean late = nowNanos - asking.atNanos() >= ASK_LIMIT.toNanos();
    if (!late && (canariesPending || tally.unheard() > 0)) {
      return new Step.Nothing();
    }
    if (nowNanos - lastEndNanos >= settings.freeze().toNanos()) {
      frozenNanos = 0;
    }
    long left = settings.freeze().toNanos() - frozenNanos;
    if (left <= 0) {
      phase = new Phase.Believing();
      return new Step.Expire(tally, Duration.ofNanos(frozenNanos));
    }
    phase = new Phase.Frozen(question, nowNanos, tally.sinceNanos(), nowNanos + left);
    return new Step.Freeze(question, tally, Duration.ofNanos(left));
  }

  private Step frozen(
      Phase.Frozen frozen, long nowNanos, Collection<Vote> votes, CanaryAnswer canaries) {
    Tally tally = Tally.since(frozen.question(), votes, frozen.sinceNanos());
    boolean canaryAnswers =
        frozen.question() == Question.NETWORK && canaries instanceof CanaryAnswer.Answers;
    if (canaryAnswers || !tally.reaches(settings.sharePercent())) {
      end(frozen, nowNanos);
      phase = new Phase.Trusting();
      CanaryAnswer why = canaryAnswers ? canaries : new CanaryAnswer.None();
      return new Step.Recover(tally, Duration.ofNanos(nowNanos - frozen.atNanos()), why);
    }
    if (nowNanos - frozen.untilNanos() >= 0 || settings.freeze().isZero()) {
      end(frozen, nowNanos);
      phase = new Phase.Believing();
      return new Step.Expire(tally, Duration.ofNanos(nowNanos - frozen.atNanos()));
    }
    return new Step.Nothing();
  }

  private void end(Phase.Frozen frozen, long nowNanos) {
    frozenNanos += nowNanos - frozen.atNanos();
    lastEndNanos = nowNanos;
  }
}
