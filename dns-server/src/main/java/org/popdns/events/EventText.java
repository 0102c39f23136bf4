package org.popdns.events;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.model.DynamicPlans;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.fitness.Family;
import org.popdns.fitness.FitnessState;
import org.popdns.health.Status;
import org.popdns.steering.LoadNumbers;
import org.popdns.steering.LoadNumbers.PoolShare;
import org.popdns.steering.SteeringDecision;
import org.slf4j.event.Level;

/** Events in the operator's words, one line each. Stateless. */
public final class EventText {

  private EventText() {}

  /** A line of the log. */
  record LogLine(Level level, String text) {}

  /** A line of the history, which begins with the time. */
  public static String history(Event event) {
    return event.at() + " " + words(event);
  }

  /** What happened, in one line without the time. */
  public static String words(Event event) {
    return switch (event) {
      case Event.AnnouncementChanged change ->
          "%s: %s -> %s after %s s, %s, preference %s: %s"
              .formatted(
                  change.announcement(),
                  change.from().label(),
                  change.to().label(),
                  EventJson.seconds(change.lasted()),
                  routes(change.announced()),
                  change.preference().label(),
                  change.reason());
      case Event.DrainBegun begun ->
          "%s: drained by %s%s%s: %s"
              .formatted(
                  begun.announcement(),
                  begun.by(),
                  begun.ifLast() == IfLast.GO ? ", even if last" : "",
                  begun.until().map(until -> ", until " + until).orElse(""),
                  begun.reason());
      case Event.DrainEnded ended ->
          "%s: drain %s: %s".formatted(ended.announcement(), ended.end().label(), ended.reason());
      case Event.CheckerJudged judged ->
          "health checker: %s: %s".formatted(judged.verdict().label(), judged.reason());
      case Event.EndpointChanged change ->
          "endpoint %s is %s: %s"
              .formatted(change.named(), EventJson.label(change.to()), change.reason());
      case Event.CanaryChanged change ->
          "canary %s is %s: %s"
              .formatted(change.canary(), EventJson.label(change.to()), change.reason());
      case Event.PeerChanged change -> peer(change);
      case Event.ClusterDecided decided -> cluster(decided);
      case Event.RulesDecided decided -> rules(decided);
      case Event.ConfigurationServed served ->
          "configuration: served, %d of %d zones changed%s, %d endpoints; took %d ms%s"
              .formatted(
                  served.changed(),
                  served.zones(),
                  served.broken() == 0 ? "" : ", " + served.broken() + " broken",
                  served.endpoints(),
                  served.took().toMillis(),
                  served.news().isEmpty() ? "" : "; " + served.news());
      case Event.ConfigurationRefused refused -> "configuration: refused: " + refused.reason();
      case Event.DatabaseServed served -> served(served);
      case Event.DatabaseRefused refused -> refused(refused);
      case Event.ServerStarted started ->
          "server: started, popdns %s, configuration from %s"
              .formatted(
                  started.version(),
                  started.servedFrom().equals("files") ? "the files" : "the store");
      case Event.ServerStopped _ -> "server: stopped";
      case Event.Foreign(var _, String json) -> json;
    };
  }

  private static String peer(Event.PeerChanged change) {
    return switch (change.to()) {
      case LOST -> "node %s can't be read any more: %s".formatted(change.peer(), change.reason());
      case RETURNED -> "node %s can be read again".formatted(change.peer());
    };
  }

  private static String served(Event.DatabaseServed served) {
    return "database %s (%s) of %s says where clients are"
        .formatted(served.file(), served.type(), served.built());
  }

  private static String refused(Event.DatabaseRefused refused) {
    return "database %s can't be used: %s; %s"
        .formatted(
            refused.file(),
            refused.reason(),
            refused.lastStays()
                ? "what was read of it before stays"
                : "nothing was read of it before");
  }

  private static String cluster(Event.ClusterDecided decided) {
    return "cluster %s is answered from %s (%s): %s; %d of %d hosts of this site are healthy, %d needed%s"
        .formatted(
            decided.cluster(),
            decided.site(),
            decided.rule().label(),
            decided.rule().textOfSites(),
            decided.healthy(),
            decided.hosts(),
            decided.needed(),
            shares(decided.shares()));
  }

  private static String rules(Event.RulesDecided decided) {
    return "%s is answered %s%s (%s): %s; %d of %d hosts of the first pool are healthy, %d needed%s"
        .formatted(
            decided.plan(),
            source(decided),
            decided.rules().isEmpty() ? "" : " by " + RuleNumbers.text(decided.rules()),
            decided.reason().label(),
            decided.reason().textOfPools(),
            decided.healthy(),
            decided.hosts(),
            decided.needed(),
            shares(decided.shares()));
  }

  private static String shares(List<PoolShare> shares) {
    return shares.isEmpty() ? "" : "; shared: " + LoadNumbers.text(shares);
  }

  /** What the answers have. */
  private static String source(Event.RulesDecided decided) {
    return switch (decided.reason()) {
      case FAIL_OPEN, NO_RULE ->
          DynamicPlans.isName(decided.plan())
              ? "with the record's own values"
              : "from pool " + decided.pool();
      case OWN_SITE, FIRST_POOL, FALLBACK, SPILL, BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM ->
          "from pool " + decided.pool();
    };
  }

  private static Level level(SteeringDecision.Reason reason, List<PoolShare> shares) {
    return switch (reason) {
      case OWN_SITE, FIRST_POOL, NO_RULE -> shares.isEmpty() ? Level.INFO : Level.WARN;
      case FALLBACK, SPILL, BELOW_MINIMUM, FALLBACK_BELOW_MINIMUM -> Level.WARN;
      case FAIL_OPEN -> Level.ERROR;
    };
  }

  static String routes(Set<Family> announced) {
    return announced.isEmpty()
        ? "withdrawn"
        : announced.stream()
            .sorted()
            .map(Family::label)
            .collect(Collectors.joining("+", "announced ", ""));
  }

  /** What the log says of it; empty if whoever made the event has told the log. */
  static Optional<LogLine> log(Event event) {
    return switch (event) {
      case Event.AnnouncementChanged change ->
          Optional.of(
              new LogLine(
                  change.to() == FitnessState.UNFIT ? Level.ERROR : Level.INFO,
                  "announcement %s: %s, %s, preference %s: %s (before: %s for %.1f s)"
                      .formatted(
                          change.announcement(),
                          change.to().label(),
                          routes(change.announced()),
                          change.preference().label(),
                          change.reason(),
                          change.from().label(),
                          change.lasted().toMillis() / 1e3)));
      case Event.DrainBegun begun ->
          Optional.of(new LogLine(Level.INFO, "announcement " + words(begun)));
      case Event.DrainEnded ended ->
          Optional.of(
              new LogLine(
                  ended.end() == Event.DrainEnd.REFUSED ? Level.WARN : Level.INFO,
                  "announcement " + words(ended)));
      case Event.PeerChanged change ->
          Optional.of(
              new LogLine(change.to() == Event.Reach.LOST ? Level.WARN : Level.INFO, peer(change)));
      case Event.ClusterDecided decided ->
          Optional.of(new LogLine(level(decided.rule(), decided.shares()), cluster(decided)));
      case Event.RulesDecided decided ->
          Optional.of(new LogLine(level(decided.reason(), decided.shares()), rules(decided)));
      case Event.ConfigurationServed served ->
          Optional.of(
              new LogLine(
                  Level.INFO,
                  "reloaded %s: %d of %d zones changed, %d endpoints; took %d ms%s"
                      .formatted(
                          served.file(),
                          served.changed(),
                          served.zones(),
                          served.endpoints(),
                          served.took().toMillis(),
                          served.news().isEmpty() ? "" : "; " + served.news())));
      case Event.ConfigurationRefused refused ->
          Optional.of(
              new LogLine(
                  Level.ERROR, "reload refused, serving on what was served: " + refused.reason()));
      case Event.DatabaseServed served -> Optional.of(new LogLine(Level.INFO, served(served)));
      case Event.DatabaseRefused refused -> Optional.of(new LogLine(Level.WARN, refused(refused)));
      case Event.EndpointChanged change ->
          Optional.of(
              new LogLine(change.to() == Status.DOWN ? Level.WARN : Level.INFO, words(change)));
      case Event.CheckerJudged _,
          Event.CanaryChanged _,
          Event.ServerStarted _,
          Event.ServerStopped _,
          Event.Foreign _ ->
          Optional.empty();
    };
  }
}
