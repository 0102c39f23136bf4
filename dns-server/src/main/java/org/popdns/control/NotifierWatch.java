package org.popdns.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.AlertKind;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.EndpointUses;
import org.popdns.config.model.NotifySettings;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthChecker;
import org.popdns.notify.Watched;
import org.popdns.notify.alert.Acknowledged;
import org.popdns.notify.alert.Alert;
import org.popdns.notify.alert.EventSignals;
import org.popdns.notify.alert.Standing;
import org.popdns.notify.alert.Subject;
import org.popdns.publish.PlanState;
import org.popdns.publish.Publisher;
import org.popdns.publish.Served;
import org.popdns.publish.ServedConfiguration.Origin;
import org.popdns.steering.LoadNumbers;

/** What the notifier sees of a running server. On the notifier's thread alone. */
final class NotifierWatch implements Watched {

  private final Publisher publisher;
  private final HealthChecker checker;
  private @Nullable Names names;

  NotifierWatch(Publisher publisher, HealthChecker checker) {
    this.publisher = publisher;
    this.checker = checker;
  }

  /**
   * The endpoints that members of a configuration go by.
   *
   * @param of the configuration
   */
  private record Names(Configuration of, Map<Subject, Endpoint> endpoints) {

    static Names of(Configuration configuration) {
      Map<Subject, Endpoint> endpoints = new HashMap<>();
      EndpointUses.of(configuration.plans().values())
          .all()
          .forEach(
              (endpoint, uses) ->
                  uses.forEach(
                      use ->
                          endpoints.put(
                              Subject.member(
                                  use, endpoint.target().toString(), endpoint.check().words()),
                              endpoint)));
      return new Names(configuration, endpoints);
    }
  }

  @SuppressWarnings("ReferenceEquality") // To compare all that it holds would cost more.
  private Names names() {
    Configuration served = publisher.served().configuration();
    Names known = names;
    if (known == null || known.of() != served) {
      known = Names.of(served);
      names = known;
    }
    return known;
  }

  @Override
  public NotifySettings settings() {
    return publisher.served().configuration().server().notifications();
  }

  @Override
  public Acknowledged acknowledged() {
    return Acknowledged.NOTHING;
  }

  @Override
  public Standing standing() {
    return this::verdict;
  }

  private Standing.Verdict verdict(Alert alert) {
    Served served = publisher.served();
    return switch (alert.kind()) {
      case MEMBER_DOWN -> member(alert.subject());
      case CLUSTER_OVERFLOWS, CLUSTER_ON_FALLBACK, CLUSTER_BELOW_MINIMUM, CLUSTER_FAILS_OPEN ->
          cluster(alert, served);
      case CHECKER_SUSPECTS_ITSELF -> is(checker.snapshot().selfDoubt().freeze().isPresent());
      case STORED_SERVED -> is(served.taken().origin() == Origin.STORED);
      case ZONES_BROKEN -> is(served.configuration().isPartial());
      case DATABASE_REFUSED ->
          served.configuration().server().places().databases().stream()
                  .anyMatch(file -> alert.subject().name().equals(Optional.of(file.toString())))
              ? Standing.Verdict.UNKNOWN
              : Standing.Verdict.ENDED;
      case WITHDRAWN,
          UNFIT,
          DRAINED,
          CANARY_DOWN,
          PEER_LOST,
          RELOAD_REFUSED,
          SERVER_STARTED,
          SERVER_STOPPED ->
          Standing.Verdict.UNKNOWN;
    };
  }

  private static Standing.Verdict is(boolean stands) {
    return stands ? Standing.Verdict.STANDS : Standing.Verdict.ENDED;
  }

  private Standing.Verdict member(Subject subject) {
    Endpoint endpoint = names().endpoints().get(subject);
    if (endpoint == null) {
      return Standing.Verdict.ENDED;
    }
    return switch (checker.snapshot().state(endpoint).map(EndpointState::status).orElse(null)) {
      case UP -> Standing.Verdict.ENDED;
      case DOWN -> Standing.Verdict.STANDS;
      case UNKNOWN -> Standing.Verdict.UNKNOWN;
      case null -> Standing.Verdict.UNKNOWN;
    };
  }

  private static Standing.Verdict cluster(Alert alert, Served served) {
    String name = alert.subject().cluster().orElse("");
    PlanState plan = served.plans().get(name);
    if (plan == null) {
      return served.configuration().plans().containsKey(name)
          ? Standing.Verdict.UNKNOWN
          : Standing.Verdict.ENDED;
    }
    Optional<AlertKind> kind = Optional.of(alert.kind());
    return is(
        plan.decisions().stream()
            .filter(
                decision ->
                    alert.subject().rule().filter(rule -> rule != decision.rule()).isEmpty())
            .anyMatch(
                decision ->
                    EventSignals.kind(decision.reason(), !LoadNumbers.shares(decision).isEmpty())
                        .equals(kind)));
  }
}
