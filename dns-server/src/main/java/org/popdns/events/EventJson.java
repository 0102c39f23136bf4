package org.popdns.events;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.popdns.admin.Json;
import org.popdns.config.model.EndpointUse;
import org.popdns.fitness.Decision.Preference;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.fitness.Family;
import org.popdns.fitness.FitnessState;
import org.popdns.health.SelfDoubt;
import org.popdns.health.Status;
import org.popdns.steering.LoadNumbers.PoolShare;
import org.popdns.steering.SteeringDecision;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as JSON objects: in the journal's file, in {@code popdns history -o json} and between the
 * server and {@code popdns history}. What an object can't be read as, in whole, is {@link
 * Event.Foreign}. Stateless.
 */
public final class EventJson {

  private EventJson() {}

  /** What is missing in an object, or no value that is known. */
  private static final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** All of them, in their order. */
  public static ArrayNode of(List<Event> events) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    events.forEach(event -> list.add(of(event)));
    return list;
  }

  /** As {@link #read} reads it. */
  static JsonNode of(Event event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", event.at().toString());
    return switch (event) {
      case Event.AnnouncementChanged change ->
          json.put("announcement", change.announcement())
              .put("from", change.from().label())
              .put("to", change.to().label())
              .put("routes", EventText.routes(change.announced()))
              .put("preference", change.preference().label())
              .put("reason", change.reason())
              .put("lastedSeconds", seconds(change.lasted()));
      case Event.DrainBegun begun -> {
        json.put("drain", "begun").put("announcement", begun.announcement());
        json.put("by", begun.by()).put("reason", begun.reason());
        begun.until().ifPresent(until -> json.put("until", until.toString()));
        yield json.put("evenIfLast", begun.ifLast() == IfLast.GO);
      }
      case Event.DrainEnded ended ->
          json.put("drain", ended.end().label())
              .put("announcement", ended.announcement())
              .put("reason", ended.reason());
      case Event.CheckerJudged judged ->
          json.put("checker", judged.verdict().label()).put("reason", judged.reason());
      case Event.EndpointChanged change ->
          uses(json.put("endpoint", change.endpoint()), change.uses())
              .put("address", change.address())
              .put("check", change.check())
              .put("status", label(change.to()))
              .put("reason", change.reason());
      case Event.CanaryChanged change ->
          json.put("canary", change.canary())
              .put("status", label(change.to()))
              .put("reason", change.reason());
      case Event.PeerChanged change ->
          json.put("peer", change.peer())
              .put("status", change.to().label())
              .put("reason", change.reason());
      case Event.ClusterDecided decided ->
          shares(json, decided.shares())
              .put("cluster", decided.cluster())
              .put("answeredFrom", decided.site())
              .put("reason", decided.rule().label())
              .put("because", decided.rule().textOfSites())
              .put("healthy", decided.healthy())
              .put("hosts", decided.hosts())
              .put("needed", decided.needed());
      case Event.RulesDecided decided -> {
        json.put("plan", decided.plan());
        ArrayNode rules = json.putArray("rules");
        decided.rules().forEach(rules::add);
        yield shares(json, decided.shares())
            .put("answeredFrom", decided.pool())
            .put("reason", decided.reason().label())
            .put("because", decided.reason().textOfPools())
            .put("healthy", decided.healthy())
            .put("hosts", decided.hosts())
            .put("needed", decided.needed());
      }
      case Event.ConfigurationServed served ->
          json.put("configuration", "served")
              .put("file", served.file())
              .put("zonesChanged", served.changed())
              .put("zones", served.zones())
              .put("brokenZones", served.broken())
              .put("endpoints", served.endpoints())
              .put("tookSeconds", seconds(served.took()))
              .put("news", served.news());
      case Event.ConfigurationRefused refused ->
          json.put("configuration", "refused").put("reason", refused.reason());
      case Event.DatabaseServed served ->
          json.put("database", "served")
              .put("file", served.file())
              .put("type", served.type())
              .put("built", served.built().toString());
      case Event.DatabaseRefused refused ->
          json.put("database", "refused")
              .put("file", refused.file())
              .put("reason", refused.reason())
              .put("lastStays", refused.lastStays());
      case Event.ServerStarted started ->
          json.put("server", "started")
              .put("version", started.version())
              .put("servedFrom", started.servedFrom())
              .put("tookSeconds", seconds(started.took()));
      case Event.ServerStopped _ -> json.put("server", "stopped");
      case Event.Foreign(var _, String line) -> Json.MAPPER.readTree(line);
    };
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  static String label(Status status) {
    return status == Status.UP ? "up" : "down";
  }

  /** The event of a line; empty if it is no JSON object, such as a line that was cut off. */
  static Optional<Event> read(String line) {
    try {
      JsonNode json = Json.MAPPER.readTree(line);
      return json.isObject() ? Optional.of(read(json)) : Optional.empty();
    } catch (JacksonException cutOff) {
      return Optional.empty();
    }
  }

  /** The event of an object, of whatever version. */
  public static Event read(JsonNode json) {
    try {
      return known(json);
    } catch (UnknownException | DateTimeException other) {
      return new Event.Foreign(timeOf(json), json.toString());
    }
  }

  private static Instant timeOf(JsonNode json) {
    try {
      return Instant.parse(json.path("at").asString(""));
    } catch (DateTimeException none) {
      return Instant.EPOCH;
    }
  }

  private static Event known(JsonNode json) {
    Instant at = Instant.parse(text(json, "at"));
    if (json.has("drain")) {
      return drain(json, at);
    }
    if (json.has("announcement")) {
      return new Event.AnnouncementChanged(
          at,
          text(json, "announcement"),
          labelled(json, "from", FitnessState.values(), FitnessState::label),
          labelled(json, "to", FitnessState.values(), FitnessState::label),
          families(text(json, "routes")),
          labelled(json, "preference", Preference.values(), Preference::label),
          text(json, "reason"),
          duration(json, "lastedSeconds"));
    }
    if (json.has("checker")) {
      return new Event.CheckerJudged(
          at,
          labelled(json, "checker", SelfDoubt.Kind.values(), SelfDoubt.Kind::label),
          text(json, "reason"));
    }
    if (json.has("endpoint")) {
      return endpoint(json, at);
    }
    if (json.has("canary")) {
      return new Event.CanaryChanged(
          at,
          text(json, "canary"),
          labelled(json, "status", new Status[] {Status.UP, Status.DOWN}, EventJson::label),
          text(json, "reason"));
    }
    if (json.has("peer")) {
      return new Event.PeerChanged(
          at,
          text(json, "peer"),
          labelled(json, "status", Event.Reach.values(), Event.Reach::label),
          text(json, "reason"));
    }
    if (json.has("cluster")) {
      return new Event.ClusterDecided(
          at,
          text(json, "cluster"),
          text(json, "answeredFrom"),
          labelled(
              json, "reason", SteeringDecision.Reason.values(), SteeringDecision.Reason::label),
          number(json, "healthy"),
          number(json, "hosts"),
          number(json, "needed"),
          shares(json));
    }
    if (json.has("plan")) {
      return new Event.RulesDecided(
          at,
          text(json, "plan"),
          numbers(json, "rules"),
          text(json, "answeredFrom"),
          labelled(
              json, "reason", SteeringDecision.Reason.values(), SteeringDecision.Reason::label),
          number(json, "healthy"),
          number(json, "hosts"),
          number(json, "needed"),
          shares(json));
    }
    if (json.has("database")) {
      return database(json, at);
    }
    return switch (text(json, json.has("server") ? "server" : "configuration")) {
      case "served" ->
          new Event.ConfigurationServed(
              at,
              text(json, "file"),
              number(json, "zonesChanged"),
              number(json, "zones"),
              number(json, "brokenZones"),
              number(json, "endpoints"),
              duration(json, "tookSeconds"),
              text(json, "news"));
      case "refused" -> new Event.ConfigurationRefused(at, text(json, "reason"));
      case "started" ->
          new Event.ServerStarted(
              at,
              text(json, "version"),
              text(json, "servedFrom"),
              json.has("tookSeconds") ? duration(json, "tookSeconds") : Duration.ZERO);
      case "stopped" -> new Event.ServerStopped(at);
      default -> throw new UnknownException();
    };
  }

  private static Event endpoint(JsonNode json, Instant at) {
    // Versions before members were named wrote this alone.
    String whole = text(json, "endpoint");
    int check = whole.endsWith(")") ? whole.indexOf(" (") : -1;
    List<EndpointUse> uses = new ArrayList<>();
    json.path("uses")
        .forEach(
            use ->
                uses.add(
                    new EndpointUse(text(use, "cluster"), text(use, "site"), text(use, "member"))));
    return new Event.EndpointChanged(
        at,
        uses,
        check < 0 ? whole : whole.substring(0, check),
        check < 0 ? "" : whole.substring(check + 2, whole.length() - 1),
        labelled(json, "status", new Status[] {Status.UP, Status.DOWN}, EventJson::label),
        text(json, "reason"));
  }

  private static ObjectNode uses(ObjectNode json, List<EndpointUse> uses) {
    ArrayNode list = json.putArray("uses");
    uses.forEach(
        use ->
            list.addObject()
                .put("cluster", use.cluster())
                .put("site", use.site())
                .put("member", use.member()));
    return json;
  }

  private static Event database(JsonNode json, Instant at) {
    return switch (text(json, "database")) {
      case "served" ->
          new Event.DatabaseServed(
              at, text(json, "file"), text(json, "type"), Instant.parse(text(json, "built")));
      case "refused" ->
          new Event.DatabaseRefused(
              at,
              text(json, "file"),
              text(json, "reason"),
              json.path("lastStays").asBoolean(false));
      default -> throw new UnknownException();
    };
  }

  private static Event drain(JsonNode json, Instant at) {
    String announcement = text(json, "announcement");
    if (!text(json, "drain").equals("begun")) {
      return new Event.DrainEnded(
          at,
          announcement,
          labelled(json, "drain", Event.DrainEnd.values(), Event.DrainEnd::label),
          text(json, "reason"));
    }
    return new Event.DrainBegun(
        at,
        announcement,
        text(json, "by"),
        text(json, "reason"),
        json.has("until") ? Optional.of(Instant.parse(text(json, "until"))) : Optional.empty(),
        json.path("evenIfLast").asBoolean(false) ? IfLast.GO : IfLast.STAY);
  }

  private static Set<Family> families(String routes) {
    Set<Family> families = EnumSet.noneOf(Family.class);
    for (Family family : Family.values()) {
      if (routes.contains(family.label())) {
        families.add(family);
      }
    }
    if (!EventText.routes(families).equals(routes)) {
      throw new UnknownException();
    }
    return families;
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).stringValueOpt().orElseThrow(UnknownException::new);
  }

  private static int number(JsonNode json, String field) {
    return json.path(field).intValueOpt().orElseThrow(UnknownException::new);
  }

  private static ObjectNode shares(ObjectNode json, List<PoolShare> shares) {
    if (!shares.isEmpty()) {
      ArrayNode list = json.putArray("shares");
      shares.forEach(
          share -> list.addObject().put("pool", share.pool()).put("percent", share.percent()));
    }
    return json;
  }

  private static List<PoolShare> shares(JsonNode json) {
    List<PoolShare> shares = new ArrayList<>();
    json.path("shares")
        .forEach(
            share ->
                shares.add(new PoolShare(text(share, "pool"), share.path("percent").asDouble(0))));
    return shares;
  }

  private static List<Integer> numbers(JsonNode json, String field) {
    if (!json.path(field).isArray()) {
      throw new UnknownException();
    }
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode number : json.path(field)) {
      numbers.add(number.intValueOpt().orElseThrow(UnknownException::new));
    }
    return numbers;
  }

  private static Duration duration(JsonNode json, String field) {
    double seconds = json.path(field).doubleValueOpt().orElseThrow(UnknownException::new);
    return Duration.ofMillis(Math.round(seconds * 1e3));
  }

  private static <T> T labelled(
      JsonNode json, String field, T[] values, Function<T, String> label) {
    String text = text(json, field);
    return Arrays.stream(values)
        .filter(value -> label.apply(value).equals(text))
        .findFirst()
        .orElseThrow(UnknownException::new);
  }
}
