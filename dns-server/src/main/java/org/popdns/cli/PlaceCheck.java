package org.popdns.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.PlaceSettings;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.problem.Location;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.Severity;
import org.popdns.place.Database;
import org.popdns.place.PlaceDetail;
import org.popdns.place.PlaceLayer;

/**
 * What {@code popdns check} says of where clients are: each database that it opens, and the rules
 * that nobody falls under since no source says what they ask for. Stateless.
 */
final class PlaceCheck {

  private static final int MOST_NAMED = 3;

  /** What rules may ask for. */
  private static final List<Asked> ALL =
      List.of(
          new Asked(
              "in which country a client is",
              PlaceLayer::hasGeo,
              rule -> !rule.clients().geos().isEmpty()),
          new Asked(
              "in which subdivision of a country a client is",
              PlaceLayer::hasSubdivision,
              rule ->
                  rule.clients().geos().stream().anyMatch(geo -> geo.subdivision().isPresent())),
          new Asked(
              "in which autonomous system a client is",
              PlaceLayer::hasAsn,
              rule -> !rule.clients().asns().isEmpty()),
          new Asked(
              "at which coordinates a client is",
              layer -> layer.locations().isPresent(),
              rule -> rule.order() == PoolOrder.NEAREST,
              "pools are tried as rules name them, and none for its distance,"));

  private record Asked(
      String what,
      Predicate<PlaceLayer> isSaid,
      Predicate<SteeringRule> isAsked,
      String consequence) {

    Asked(String what, Predicate<PlaceLayer> isSaid, Predicate<SteeringRule> isAsked) {
      this(what, isSaid, isAsked, "nobody falls under the rules that ask for it,");
    }
  }

  private PlaceCheck() {}

  /**
   * What there is to say.
   *
   * @param file the main file
   */
  static List<Problem> of(Configuration configuration, Path file, Instant now) {
    PlaceSettings settings = configuration.server().places();
    List<Problem> problems = new ArrayList<>();
    List<PlaceLayer> layers = new ArrayList<>();
    PlaceDetail detail = PlaceDetail.of(configuration.plans().values());
    if (settings.prefixFile().isPresent()) {
      layers.add(
          PlaceLayer.ofOperator(settings.prefixFile().get().toString(), settings.prefixes()));
    }
    for (Path path : settings.databases()) {
      try {
        Database database = Database.read(path, detail);
        layers.add(database.layer());
        problems.add(problem(Severity.NOTE, path, described(database, now)));
      } catch (IOException e) {
        problems.add(
            problem(
                Severity.WARNING, path, "says nothing of where clients are: " + e.getMessage()));
      }
    }
    for (Asked asked : ALL) {
      unsaid(asked, configuration, layers)
          .ifPresent(message -> problems.add(problem(Severity.WARNING, file, message)));
    }
    return problems;
  }

  private static Problem problem(Severity severity, Path file, String message) {
    return new Problem(severity, new Location.WholeFile(file), message, Optional.empty());
  }

  private static String described(Database database, Instant now) {
    return "%s, %s: says %s of %d networks; made %d days ago"
        .formatted(
            database.type(),
            database.shape().label(),
            database.fields().stream()
                .sorted()
                .map(Database.Field::label)
                .collect(Collectors.joining(", ")),
            database.networks(),
            Duration.between(database.built(), now).toDays());
  }

  private static Optional<String> unsaid(
      Asked asked, Configuration configuration, List<PlaceLayer> layers) {
    if (layers.stream().anyMatch(asked.isSaid)) {
      return Optional.empty();
    }
    List<String> plans =
        configuration.plans().values().stream()
            .filter(plan -> plan.rules().stream().anyMatch(asked.isAsked))
            .map(SteeringPlan::name)
            .toList();
    if (plans.isEmpty()) {
      return Optional.empty();
    }
    int more = plans.size() - MOST_NAMED;
    return Optional.of(
        "nothing says %s (places): %s of %s%s"
            .formatted(
                asked.what,
                asked.consequence,
                plans.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")),
                more > 0 ? " and " + more + " more" : ""));
  }
}
