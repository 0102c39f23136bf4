package org.popdns.announce;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.Configuration;
import org.popdns.fitness.Decision;
import org.popdns.fitness.Decision.Preference;
import org.popdns.fitness.Family;
import org.popdns.fitness.FitnessState;
import org.popdns.fitness.Lease;
import org.popdns.fitness.NodeName;
import org.popdns.fitness.Phase;
import org.popdns.time.Clocks;

/**
 * Says what announcers may announce, by the last judgement, and nothing when that is too old. Any
 * thread; nothing in it changes.
 */
final class Leases {

  private static final int VALID_SECONDS = 3;
  private static final Duration JUDGEMENT_STALE_AFTER = Duration.ofSeconds(2);
  private static final int LEAST_PREFERRED_PREPEND = 3;
  private static final int LEAST_PREFERRED_MED = 1000;

  /** RFC 8326 §3: GRACEFUL_SHUTDOWN. */
  private static final String GRACEFUL_SHUTDOWN = "65535:0";

  private final Surroundings surroundings;
  private final SelfCheck selfCheck;
  private final Departure departure;
  private final Clocks clocks;

  Leases(Surroundings surroundings, SelfCheck selfCheck, Departure departure, Clocks clocks) {
    this.surroundings = surroundings;
    this.selfCheck = selfCheck;
    this.departure = departure;
    this.clocks = clocks;
  }

  /** The lease of an announcement, which may be one that was not judged yet. */
  Lease of(Announcement entry, Judged last) {
    Configuration configuration = surroundings.configuration();
    Track track = last.tracks().get(entry.name());
    Decision decision = current(track, last);
    boolean announces = !decision.announced().isEmpty();
    boolean least = decision.preference() == Preference.LEAST && announces;
    boolean graceful =
        announces
            && (decision.preference() == Preference.GRACEFUL_SHUTDOWN
                || (least && decision.state() == FitnessState.DRAINING));
    NodeName self = Nodes.self(configuration);
    Question question = Question.of(configuration);
    return new Lease(
        entry.name(),
        self.site(),
        self.node(),
        entry.prefixes().stream()
            .map(
                prefix ->
                    new Lease.Route(
                        prefix, decision.announced().contains(Family.of(prefix.network()))))
            .toList(),
        least ? LEAST_PREFERRED_PREPEND : 0,
        least ? LEAST_PREFERRED_MED : 0,
        graceful ? List.of(GRACEFUL_SHUTDOWN) : List.of(),
        VALID_SECONDS,
        decision.reason(),
        track == null ? clocks.now() : track.since(),
        selfCheck.addresses(entry).stream()
            .map(
                address ->
                    new Lease.Query(address, question.name().toString(), question.typeName()))
            .toList());
  }

  /** Why traffic should not come to a node that announces nothing, one line each. */
  List<String> obstacles(Judged last) {
    return current(last.node().orElse(null), last).reasons();
  }

  private Decision current(@Nullable Track track, Judged last) {
    if (surroundings.phase() == Phase.STOPPING || departure.isWithdrawn()) {
      return Track.notAnnounced("stopping");
    }
    long age = clocks.nanos() - last.atNanos();
    if (age > JUDGEMENT_STALE_AFTER.toNanos()) {
      return Track.notAnnounced(
          "fitness was last judged " + Duration.ofNanos(age).toSeconds() + " s ago");
    }
    return track == null ? Track.starting() : track.decision();
  }
}
