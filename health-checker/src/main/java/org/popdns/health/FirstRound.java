package org.popdns.health;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.popdns.config.model.Endpoint;

/**
 * The endpoints of one call of {@link HealthChecker#watch} that have no result yet, and the future
 * that waits for them. On the checker's thread only.
 */
final class FirstRound {
  private final Set<Endpoint> waitingFor;
  private final CompletableFuture<Void> done;

  FirstRound(Set<Endpoint> withoutResult, CompletableFuture<Void> done) {
    this.waitingFor = new HashSet<>(withoutResult);
    this.done = done;
  }

  /** The endpoint has its first result, or will never have one. */
  void settle(Endpoint endpoint) {
    waitingFor.remove(endpoint);
  }

  boolean isOver() {
    return waitingFor.isEmpty();
  }

  void complete() {
    done.complete(null);
  }

  void cancel() {
    done.cancel(false);
  }
}
