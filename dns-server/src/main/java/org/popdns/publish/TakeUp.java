package org.popdns.publish;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.popdns.config.model.Configuration;
import org.popdns.health.HealthChecker;
import org.popdns.health.ProbeTargets;
import org.popdns.place.PlaceDetail;
import org.popdns.publish.ServedConfiguration.Origin;
import org.popdns.region.RegionTables;
import org.popdns.time.Clocks;

/**
 * How a configuration comes to be served, whole or not at all: changed zones are compiled, new
 * endpoints get their first probe while the old ones are still watched, and then the publisher
 * exchanges all of it at once. Used by one thread at a time; changes nothing of its own.
 *
 * @param checker watches its endpoints
 * @param publisher serves it
 * @param databases that say where clients are
 */
record TakeUp(HealthChecker checker, Publisher publisher, PlaceDatabases databases, Clocks clocks) {

  // Beyond what the probes may take: who gave up before them would be overtaken by what they find.
  private static final Duration SPARE = Duration.ofMinutes(2);

  /**
   * Serves a configuration; returns when clients see it.
   *
   * @param number under which it was found in the store, if that is its origin
   * @param known tables that are taken over where they would be the same
   * @return what changed
   * @throws ZonesTooLargeException if some zones can't be served
   * @throws IOException with one line for the operator if it can't be served for another reason
   */
  ZoneChange serve(Configuration next, Origin origin, OptionalLong number, RegionTables known)
      throws ZonesTooLargeException, IOException, InterruptedException {
    ZoneChange zones = ZoneCompilation.of(next, publisher.served().zones(), publisher.slots());
    RegionTables regions = regions(next, known);
    ServedConfiguration taken = new ServedConfiguration(next, origin, number, clocks.moment());
    ProbeTargets targets = ProbeTargets.of(next);
    long limitSeconds = targets.longestRound().plus(SPARE).toSeconds();
    CompletableFuture<Served> exchanged = new CompletableFuture<>();
    CompletableFuture<Void> watched =
        checker.watch(
            targets,
            () -> {
              // The missing endpoints are dropped behind this, so news of that come behind it, too.
              var _ =
                  publisher
                      .serve(taken, zones, checker.snapshot(), regions)
                      .whenComplete(
                          (served, failure) -> {
                            if (failure == null) {
                              exchanged.complete(served);
                            } else {
                              exchanged.completeExceptionally(failure);
                            }
                          });
            });
    try {
      watched.get(limitSeconds, TimeUnit.SECONDS);
      exchanged.get(limitSeconds, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the endpoints can't be checked: " + e.getMessage(), e);
    }
    return zones;
  }

  /** The tables of a configuration's plans, made of what the databases' files say now. */
  RegionTables regions(Configuration next, RegionTables known) {
    return RegionTables.of(
        next.plans().values(),
        next.server().site(),
        databases.read(next.server().places(), PlaceDetail.of(next.plans().values())),
        known);
  }

  /** The same tables before a configuration is taken up, if it is: nothing is kept of them. */
  RegionTables previewed(Configuration next) {
    return RegionTables.of(
        next.plans().values(),
        next.server().site(),
        databases.peek(next.server().places(), PlaceDetail.of(next.plans().values())),
        publisher.served().regions());
  }
}
