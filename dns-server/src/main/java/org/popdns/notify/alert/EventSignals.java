package org.popdns.notify.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.AlertKind;
import org.popdns.events.Event;
import org.popdns.events.EventText;
import org.popdns.fitness.FitnessState;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.steering.SteeringDecision;

/** What events say of alerts. Pure functions. */
public final class EventSignals {

  private static final Set<AlertKind> OF_CLUSTERS =
      EnumSet.of(
          AlertKind.CLUSTER_OVERFLOWS,
          AlertKind.CLUSTER_ON_FALLBACK,
          AlertKind.CLUSTER_BELOW_MINIMUM,
          AlertKind.CLUSTER_FAILS_OPEN);

  private EventSignals() {}

  /** What an event says. */
  public static List<Signal> of(Event event) {
    Instant at = event.at();
    String words = EventText.words(event);
    return switch (event) {
      case Event.EndpointChanged change ->
          subjects(change).stream()
              .map(
                  subject ->
                      wrong(
                          change.to() == Status.DOWN,
                          AlertKind.MEMBER_DOWN,
                          subject,
                          at,
                          subject + " is " + label(change.to()) + ": " + change.reason()))
              .toList();
      case Event.CanaryChanged change ->
          List.of(
              wrong(
                  change.to() == Status.DOWN,
                  AlertKind.CANARY_DOWN,
                  Subject.named(change.canary()),
                  at,
                  words));
      case Event.PeerChanged change ->
          List.of(
              wrong(
                  change.to() == Event.Reach.LOST,
                  AlertKind.PEER_LOST,
                  Subject.named(change.peer()),
                  at,
                  words));
      case Event.ClusterDecided decided ->
          decided(
              Subject.cluster(decided.cluster()),
              kind(decided.rule(), !decided.shares().isEmpty()),
              at,
              words);
      case Event.RulesDecided decided -> rules(decided, at, words);
      case Event.CheckerJudged judged ->
          List.of(
              wrong(
                  judged.verdict() == SelfDoubt.Kind.FROZEN,
                  AlertKind.CHECKER_SUSPECTS_ITSELF,
                  Subject.NODE,
                  at,
                  words));
      case Event.AnnouncementChanged change -> announcement(change, at, words);
      case Event.DrainBegun begun ->
          List.of(wrong(true, AlertKind.DRAINED, Subject.named(begun.announcement()), at, words));
      case Event.DrainEnded ended ->
          List.of(wrong(false, AlertKind.DRAINED, Subject.named(ended.announcement()), at, words));
      case Event.ConfigurationServed served ->
          List.of(
              wrong(false, AlertKind.RELOAD_REFUSED, Subject.NODE, at, words),
              wrong(false, AlertKind.STORED_SERVED, Subject.NODE, at, words),
              wrong(served.broken() > 0, AlertKind.ZONES_BROKEN, Subject.NODE, at, words));
      case Event.ConfigurationRefused _ ->
          List.of(wrong(true, AlertKind.RELOAD_REFUSED, Subject.NODE, at, words));
      case Event.DatabaseServed served ->
          List.of(
              wrong(false, AlertKind.DATABASE_REFUSED, Subject.named(served.file()), at, words));
      case Event.DatabaseRefused refused ->
          List.of(
              wrong(true, AlertKind.DATABASE_REFUSED, Subject.named(refused.file()), at, words));
      case Event.ServerStarted started -> {
        boolean stored = !started.servedFrom().equals("files");
        List<Signal> signals = new ArrayList<>();
        signals.add(
            new Signal.Happened(new Alert.Key(AlertKind.SERVER_STARTED, Subject.NODE), at, words));
        signals.add(wrong(stored, AlertKind.STORED_SERVED, Subject.NODE, at, words));
        if (!stored) {
          signals.add(wrong(false, AlertKind.RELOAD_REFUSED, Subject.NODE, at, words));
        }
        yield signals;
      }
      case Event.ServerStopped _ ->
          List.of(
              new Signal.Happened(
                  new Alert.Key(AlertKind.SERVER_STOPPED, Subject.NODE), at, words));
      case Event.Foreign _ -> List.of();
    };
  }

  /** One for each member that goes by the endpoint. */
  private static List<Subject> subjects(Event.EndpointChanged change) {
    return change.uses().isEmpty()
        ? List.of(Subject.endpoint(change.address()))
        : change.uses().stream()
            .map(use -> Subject.member(use, change.address(), change.check()))
            .toList();
  }

  private static Signal wrong(
      boolean isWrong, AlertKind kind, Subject subject, Instant at, String words) {
    Alert.Key key = new Alert.Key(kind, subject);
    return isWrong ? new Signal.Began(key, at, words) : new Signal.Ended(key, at, words);
  }

  private static String label(Status status) {
    return status == Status.UP ? "up" : "down";
  }

  /** What is wrong where answers are given so; empty if nothing is. */
  public static Optional<AlertKind> kind(SteeringDecision.Reason reason, boolean isShared) {
    return switch (reason) {
      case OWN_SITE, FIRST_POOL, NO_RULE ->
          isShared ? Optional.of(AlertKind.CLUSTER_OVERFLOWS) : Optional.empty();
      case SPILL -> Optional.of(AlertKind.CLUSTER_OVERFLOWS);
      case FALLBACK -> Optional.of(AlertKind.CLUSTER_ON_FALLBACK);
      case BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM -> Optional.of(AlertKind.CLUSTER_BELOW_MINIMUM);
      case FAIL_OPEN -> Optional.of(AlertKind.CLUSTER_FAILS_OPEN);
    };
  }

  private static List<Signal> rules(Event.RulesDecided decided, Instant at, String words) {
    Optional<AlertKind> kind = kind(decided.reason(), !decided.shares().isEmpty());
    if (decided.rules().isEmpty()) {
      return decided(Subject.cluster(decided.plan()), kind, at, words);
    }
    List<Signal> signals = new ArrayList<>();
    decided
        .rules()
        .forEach(
            rule -> signals.addAll(decided(Subject.rule(decided.plan(), rule), kind, at, words)));
    return signals;
  }

  /** What it is now begins, before what it was ends: nobody is told that all is well between. */
  private static List<Signal> decided(
      Subject subject, Optional<AlertKind> kind, Instant at, String words) {
    List<Signal> signals = new ArrayList<>();
    kind.ifPresent(is -> signals.add(wrong(true, is, subject, at, words)));
    for (AlertKind other : OF_CLUSTERS) {
      if (kind.filter(is -> is == other).isEmpty()) {
        signals.add(wrong(false, other, subject, at, words));
      }
    }
    return signals;
  }

  private static List<Signal> announcement(
      Event.AnnouncementChanged change, Instant at, String words) {
    Subject subject = Subject.named(change.announcement());
    boolean unfit = change.to() == FitnessState.UNFIT;
    boolean routes = !change.announced().isEmpty();
    return List.of(
        wrong(unfit && !routes, AlertKind.WITHDRAWN, subject, at, words),
        wrong(unfit && routes, AlertKind.UNFIT, subject, at, words));
  }
}
