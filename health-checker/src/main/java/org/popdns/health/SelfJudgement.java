package org.popdns.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Canary;
import org.popdns.config.model.Suspicion;
import org.popdns.health.SelfDoubt.Kind;
import org.popdns.time.Moment;

/**
 * Puts the {@link Doubter}'s verdicts into effect: keeps endpoints up, lets them go, forgives them,
 * and says so. On the checker's thread, but {@link #canaries()}, which is for anyone.
 */
final class SelfJudgement {
  private final EndpointWatch.Tools tools;
  private final Announcer announcer;
  private final Witnesses witnesses;
  private final CanaryWatch canaries;
  private final Doubter doubter = new Doubter();
  private final JudgementPace pace = new JudgementPace();
  private CheckerLoop.@Nullable Alarm deadline;

  SelfJudgement(EndpointWatch.Tools tools, Announcer announcer, Witnesses witnesses) {
    this.tools = tools;
    this.announcer = announcer;
    this.witnesses = witnesses;
    this.canaries = new CanaryWatch(tools, announcer, this::review);
  }

  /** The endpoints, as far as it needs them. */
  interface Witnesses {

    /** How many endpoints are under watch. */
    int count();

    /** All endpoints under watch. */
    List<EndpointWatch> all();

    /** Those that the newest configuration wants. */
    List<EndpointWatch> voting();

    /** What the checker thinks of itself now. */
    SelfDoubt selfDoubt();

    /** Publishes the states of all, and what the checker thinks of itself. */
    HealthSnapshot publish(SelfDoubt selfDoubt);
  }

  /** Takes up what a configuration says. */
  void configure(Suspicion suspicion, List<Canary> targets) {
    doubter.configure(suspicion);
    canaries.watch(targets);
  }

  List<CanaryState> canaries() {
    return canaries.states();
  }

  void stop() {
    canaries.stop();
    cancelDeadline();
  }

  /** What is believed of a result; see {@link EndpointWatch.Results#judged}. */
  EndpointState judged(EndpointWatch watch, EndpointState measured) {
    EndpointState before = watch.state();
    if (before.status() != Status.UP || measured.status() != Status.DOWN) {
      return measured;
    }
    Doubter.Step step = new Doubter.Step.Nothing();
    long now = tools.loop().nanoTime();
    if (pace.isDue(now, witnesses.count())) {
      step = doubter.judge(now, votes(), watch.vote(), canaries.answer());
      act(step, Optional.of(measured.reason()));
    }
    if (step instanceof Doubter.Step.Recover) {
      return measured.forgiven();
    }
    return doubter.holds() ? measured.keptAs(before) : measured;
  }

  /** A result was heard. */
  void heard() {
    if (doubter.isBusy() && pace.isDue(tools.loop().nanoTime(), witnesses.count())) {
      review();
    }
  }

  /** A canary was heard, or time has passed. */
  private void review() {
    if (doubter.isBusy()) {
      act(doubter.review(tools.loop().nanoTime(), votes(), canaries.answer()), Optional.empty());
    }
  }

  private List<Vote> votes() {
    return witnesses.voting().stream().map(EndpointWatch::vote).toList();
  }

  private void act(Doubter.Step step, Optional<String> example) {
    switch (step) {
      case Doubter.Step.Nothing _ -> {}
      case Doubter.Step.Ask ask -> ask(ask.tally());
      case Doubter.Step.Release _ -> {
        calm();
        release(witnesses.selfDoubt(), Optional.empty());
      }
      case Doubter.Step.Freeze freeze -> freeze(freeze, example);
      case Doubter.Step.Confirm confirm -> {
        calm();
        let(Kind.CONFIRMED, Verdicts.of(confirm));
      }
      case Doubter.Step.Expire expire -> {
        calm();
        let(Kind.EXPIRED, Verdicts.of(expire));
      }
      case Doubter.Step.Recover recover -> recover(recover);
    }
  }

  private void ask(Tally tally) {
    canaries.ask();
    for (EndpointWatch watch : witnesses.voting()) {
      Vote vote = watch.vote();
      if (vote.kind() == Vote.Kind.FINE && vote.atNanos() - tally.sinceNanos() < 0) {
        watch.hurry();
      }
    }
    reviewAfter(Doubter.ASK_LIMIT);
  }

  private void freeze(Doubter.Step.Freeze freeze, Optional<String> example) {
    Moment now = tools.clocks().moment();
    Map<EndpointState, EndpointState> restored = new LinkedHashMap<>();
    for (EndpointWatch watch : witnesses.voting()) {
      Vote vote = watch.vote();
      if (vote.kind() == Vote.Kind.FALLEN && isPartOf(freeze, vote)) {
        EndpointState before = watch.state();
        watch.adopt(before.restored(now));
        restored.put(before, watch.state());
      }
    }
    String reason =
        Verdicts.of(freeze, canaries.answer(), example.or(this::exampleOfKept).orElse("no answer"));
    publish(
        witnesses.selfDoubt().with(new SelfDoubt.Freeze(now, now.plus(freeze.left()), reason)),
        Optional.of(new SelfDoubt.Verdict(Kind.FROZEN, now, reason)),
        restored);
    reviewAfter(freeze.left());
  }

  private static boolean isPartOf(Doubter.Step.Freeze freeze, Vote vote) {
    return vote.atNanos() - freeze.tally().sinceNanos() >= 0
        && switch (freeze.question()) {
          case NETWORK -> true;
          case CHECKS -> vote.definition() != Vote.Definition.KEPT;
        };
  }

  private Optional<String> exampleOfKept() {
    return witnesses.voting().stream()
        .map(EndpointWatch::state)
        .filter(EndpointState::isKept)
        .map(EndpointState::reason)
        .findFirst();
  }

  private void let(Kind kind, String text) {
    SelfDoubt.Verdict verdict = new SelfDoubt.Verdict(kind, tools.clocks().moment(), text);
    release(witnesses.selfDoubt().with(verdict), Optional.of(verdict));
  }

  private void release(SelfDoubt selfDoubt, Optional<SelfDoubt.Verdict> verdict) {
    Moment now = tools.clocks().moment();
    Map<EndpointState, EndpointState> released = new LinkedHashMap<>();
    for (EndpointWatch watch : witnesses.all()) {
      EndpointState before = watch.state();
      if (before.isKept()) {
        watch.adopt(before.released(now));
        released.put(before, watch.state());
      }
    }
    publish(selfDoubt, verdict, released);
  }

  private void recover(Doubter.Step.Recover recover) {
    calm();
    for (EndpointWatch watch : witnesses.all()) {
      EndpointState before = watch.state();
      if (before.status() == Status.UP && before.streak() > 0) {
        watch.adopt(before.forgiven());
      }
    }
    SelfDoubt.Verdict verdict =
        new SelfDoubt.Verdict(Kind.RECOVERED, tools.clocks().moment(), Verdicts.of(recover));
    publish(witnesses.selfDoubt().with(verdict), Optional.of(verdict), Map.of());
  }

  /** First all states at once, then the news: no listener sees half of it. */
  private void publish(
      SelfDoubt selfDoubt,
      Optional<SelfDoubt.Verdict> verdict,
      Map<EndpointState, EndpointState> changed) {
    HealthSnapshot snapshot = witnesses.publish(selfDoubt);
    verdict.ifPresent(said -> announcer.verdict(said, snapshot));
    new ArrayList<>(changed.entrySet())
        .forEach(change -> announcer.transition(change.getKey(), change.getValue(), snapshot));
  }

  private void reviewAfter(Duration time) {
    cancelDeadline();
    deadline = tools.loop().schedule(time.toNanos(), this::review);
  }

  private void calm() {
    canaries.relax();
    cancelDeadline();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }
}
