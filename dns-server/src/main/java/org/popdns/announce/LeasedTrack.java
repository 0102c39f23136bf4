package org.popdns.announce;

import java.time.Duration;
import java.util.Optional;
import org.popdns.config.write.AddressFormat;
import org.popdns.fitness.Decision;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.fitness.Lease;
import org.popdns.orders.Drain;
import org.popdns.status.AnnouncementsStatus;
import org.popdns.status.PeerPage;
import org.popdns.status.Since;
import org.popdns.time.Clocks;

/** An announcement as it was judged last, and the lease that follows from it; told to others. */
record LeasedTrack(Track track, Lease lease) {

  /** What the other nodes read. */
  PeerPage.Entry forPeers() {
    return new PeerPage.Entry(
        lease.routes().stream().allMatch(Lease.Route::announced),
        track.decision().state().label(),
        track.decision().claim().label(),
        lease.reason());
  }

  /**
   * What the operator reads.
   *
   * @param clocks tell how long the state has lasted
   * @param drainAge how long ago the drain was ordered
   * @param refusal why the last drain was refused
   */
  AnnouncementsStatus.Entry forOperator(
      Clocks clocks, Optional<Drain> drain, Optional<Duration> drainAge, Optional<String> refusal) {
    Decision decision = track.decision();
    return new AnnouncementsStatus.Entry(
        decision.state().label(),
        decision.preference().label(),
        new Since(track.stateSince().at(), Optional.of(clocks.age(track.stateSince()))),
        lease.reason(),
        decision.claim().label(),
        decision.held(),
        refusal,
        decision.overruled(),
        drain.map(
            ordered ->
                new AnnouncementsStatus.Drain(
                    ordered.reason(),
                    ordered.by(),
                    new Since(ordered.since(), drainAge),
                    ordered.ifLast() == IfLast.GO,
                    ordered.until())),
        track.entry().keepSites(),
        lease.routes().stream()
            .map(
                route ->
                    new AnnouncementsStatus.Route(
                        AddressFormat.of(route.prefix()), route.announced()))
            .toList());
  }
}
