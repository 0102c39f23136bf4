package org.popdns.health;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.popdns.health.probe.ProbeOutcome;

/**
 * Every endpoint under watch, and the snapshot of their states. All calls but {@link #snapshot()}
 * come on the checker's thread.
 *
 * <p>A reload makes before it breaks: endpoints that are no longer wanted stay under watch until
 * the new ones have their first result, because the old configuration is answered from until then.
 */
final class WatchList implements EndpointWatch.Results {
  private final EndpointWatch.Tools tools;
  private final Announcer announcer;
  private final Map<Endpoint, EndpointWatch> watches = new LinkedHashMap<>();
  private final List<FirstRound> rounds = new ArrayList<>();
  private Set<Endpoint> wanted = Set.of();
  private boolean stopped;
  private volatile HealthSnapshot snapshot = HealthSnapshot.EMPTY;

  WatchList(EndpointWatch.Tools tools, Announcer announcer) {
    this.tools = tools;
    this.announcer = announcer;
  }

  /** The latest; any thread. */
  HealthSnapshot snapshot() {
    return snapshot;
  }

  /**
   * Watches these endpoints from now on and, soon, no others.
   *
   * @param done completed when each of them has had its first result; cancelled after a stop
   */
  void watch(Set<Endpoint> endpoints, CompletableFuture<Void> done) {
    if (stopped) {
      done.cancel(false);
      return;
    }
    wanted = endpoints;
    List<EndpointWatch> added = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      if (!watches.containsKey(endpoint)) {
        EndpointWatch watch = new EndpointWatch(endpoint, tools, this);
        watches.put(endpoint, watch);
        added.add(watch);
      }
    }
    publishMembership();
    Set<Endpoint> withoutResult = new HashSet<>();
    for (Endpoint endpoint : endpoints) {
      if (snapshot.state(endpoint).orElseThrow().status() == Status.UNKNOWN) {
        withoutResult.add(endpoint);
      }
    }
    rounds.add(new FirstRound(withoutResult, done));
    added.forEach(EndpointWatch::start);
    completeRounds();
  }

  @Override
  public void onResult(EndpointState before, EndpointState after, ProbeOutcome outcome) {
    snapshot = snapshot.with(after);
    announcer.probe(after.endpoint(), outcome, after.lastProbeDuration());
    if (before.status() == after.status()) {
      return;
    }
    announcer.transition(new Transition(before, after), snapshot);
    if (before.status() == Status.UNKNOWN) {
      rounds.forEach(round -> round.settle(after.endpoint()));
      completeRounds();
    }
  }

  private void completeRounds() {
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
    publishMembership();
    completeRounds();
  }

  /** Ends every watch for good; futures still waiting are cancelled. The last snapshot stays. */
  void stop() {
    stopped = true;
    watches.values().forEach(EndpointWatch::stop);
    watches.clear();
    rounds.forEach(FirstRound::cancel);
    rounds.clear();
  }

  private void publishMembership() {
    snapshot = HealthSnapshot.of(watches.values().stream().map(EndpointWatch::state).toList());
  }
}
