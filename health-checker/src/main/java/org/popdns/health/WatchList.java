package org.popdns.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.EndpointUses;
import org.popdns.config.model.Target;
import org.popdns.health.probe.ProbeOutcome;

/**
 * Every endpoint under watch, and the snapshot of their states. All calls but {@link #snapshot()}
 * and {@link #canaries()} come on the checker's thread.
 *
 * <p>A reload makes before it breaks: endpoints that are no longer wanted stay under watch until
 * the new ones have their first result, because the old configuration is answered from until then.
 */
final class WatchList implements EndpointWatch.Results {
  private final EndpointWatch.Tools tools;
  private final Announcer announcer;
  private final Map<Endpoint, EndpointWatch> watches = new LinkedHashMap<>();
  private final List<FirstRound> rounds = new ArrayList<>();
  private final SelfJudgement selfJudgement;
  private Set<Endpoint> wanted = Set.of();
  private EndpointUses uses = EndpointUses.NONE;
  private boolean stopped;
  private volatile HealthSnapshot snapshot = HealthSnapshot.EMPTY;

  WatchList(EndpointWatch.Tools tools, Announcer announcer) {
    this.tools = tools;
    this.announcer = announcer;
    this.selfJudgement = new SelfJudgement(tools, announcer, new Witnesses());
  }

  /** The latest; any thread. */
  HealthSnapshot snapshot() {
    return snapshot;
  }

  /** The canaries as they answered last; any thread. */
  List<CanaryState> canaries() {
    return selfJudgement.canaries();
  }

  /**
   * Watches these endpoints from now on and, soon, no others.
   *
   * @param done completed when each of them has had its first result; cancelled after a stop
   */
  void watch(ProbeTargets targets, CompletableFuture<Void> done) {
    if (stopped) {
      done.cancel(false);
      return;
    }
    wanted = targets.endpoints();
    announcer.name(targets.uses().orElse(announcer.names()));
    uses = targets.uses();
    tools.prober().ownNames(targets.ownNames());
    selfJudgement.configure(targets.suspicion(), targets.canaries());
    Map<Target, List<EndpointWatch>> replaced = replaced();
    List<EndpointWatch> added = new ArrayList<>();
    targets
        .sites()
        .forEach(
            (endpoint, site) -> {
              EndpointWatch known = watches.get(endpoint);
              if (known != null) {
                known.standAt(site);
              } else {
                EndpointWatch watch = begin(endpoint, site, replaced);
                watches.put(endpoint, watch);
                added.add(watch);
              }
            });
    publishMembership();
    Set<Endpoint> withoutResult = new HashSet<>();
    for (Endpoint endpoint : wanted) {
      if (snapshot.state(endpoint).orElseThrow().probes() == 0) {
        withoutResult.add(endpoint);
      }
    }
    rounds.add(new FirstRound(withoutResult, done));
    added.forEach(EndpointWatch::start);
    completeRounds();
  }

  /** The watches of targets that are up, by checks that are not wanted any more. */
  private Map<Target, List<EndpointWatch>> replaced() {
    Map<Target, List<EndpointWatch>> replaced = new HashMap<>();
    for (EndpointWatch watch : watches.values()) {
      EndpointState state = watch.state();
      if (state.status() == Status.UP && !wanted.contains(state.endpoint())) {
        replaced.computeIfAbsent(state.endpoint().target(), target -> new ArrayList<>()).add(watch);
      }
    }
    return replaced;
  }

  private EndpointWatch begin(
      Endpoint endpoint, String site, Map<Target, List<EndpointWatch>> replaced) {
    List<EndpointWatch> former = replaced.getOrDefault(endpoint.target(), List.of());
    return former.stream()
        .filter(watch -> watch.state().endpoint().check().name().equals(endpoint.check().name()))
        .findFirst()
        .or(() -> former.stream().findFirst())
        .map(watch -> new EndpointWatch(endpoint, site, watch))
        .orElseGet(() -> new EndpointWatch(endpoint, site, tools, this));
  }

  @Override
  public EndpointState judged(EndpointWatch watch, EndpointState measured) {
    return selfJudgement.judged(watch, measured);
  }

  @Override
  public void onResult(EndpointState before, EndpointState after, ProbeOutcome outcome) {
    snapshot = snapshot.with(after);
    announcer.probe(after.endpoint(), outcome, after.lastProbeDuration());
    if (before.status() != after.status()) {
      announcer.transition(before, after, snapshot);
    }
    if (before.probes() == 0) {
      rounds.forEach(round -> round.settle(after.endpoint()));
      completeRounds();
    }
    selfJudgement.heard();
  }

  private void completeRounds() {
    if (rounds.stream().anyMatch(FirstRound::isOver)) {
      // What follows may be decided by the snapshot of this moment: news of before come before it.
      announcer.tell();
    }
    boolean newestIsOver = !rounds.isEmpty() && rounds.getLast().isOver();
    List<FirstRound> over = rounds.stream().filter(FirstRound::isOver).toList();
    rounds.removeAll(over);
    // Whoever waits for the round may switch to the new configuration in here, before the old
    // one's endpoints go.
    over.forEach(FirstRound::complete);
    if (newestIsOver) {
      dropUnwanted();
    }
  }

  private void dropUnwanted() {
    List<Endpoint> unwanted =
        watches.keySet().stream().filter(endpoint -> !wanted.contains(endpoint)).toList();
    if (unwanted.isEmpty()) {
      return;
    }
    for (Endpoint endpoint : unwanted) {
      EndpointWatch watch = watches.remove(endpoint);
      if (watch != null) {
        watch.stop();
      }
      rounds.forEach(round -> round.settle(endpoint));
    }
    announcer.name(uses);
    publishMembership();
    completeRounds();
  }

  /** Ends every watch for good; futures still waiting are cancelled. The last snapshot stays. */
  void stop() {
    stopped = true;
    selfJudgement.stop();
    watches.values().forEach(EndpointWatch::stop);
    watches.clear();
    rounds.forEach(FirstRound::cancel);
    rounds.clear();
  }

  private void publishMembership() {
    snapshot =
        HealthSnapshot.of(
            watches.values().stream().map(EndpointWatch::state).toList(), snapshot.selfDoubt());
  }

  /** The endpoints as those who judge the checker see them. */
  private final class Witnesses implements SelfJudgement.Witnesses {

    @Override
    public int count() {
      return watches.size();
    }

    @Override
    public List<EndpointWatch> all() {
      return List.copyOf(watches.values());
    }

    @Override
    public List<EndpointWatch> voting() {
      return watches.entrySet().stream()
          .filter(entry -> wanted.contains(entry.getKey()))
          .map(Map.Entry::getValue)
          .toList();
    }

    @Override
    public HealthSnapshot publish(SelfDoubt selfDoubt) {
      snapshot =
          HealthSnapshot.of(
              watches.values().stream().map(EndpointWatch::state).toList(), selfDoubt);
      return snapshot;
    }

    @Override
    public SelfDoubt selfDoubt() {
      return snapshot.selfDoubt();
    }
  }
}
