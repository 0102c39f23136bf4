package org.popdns.status;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads what {@link StatusJson} wrote, perhaps in another version: what that doesn't tell is empty,
 * 0 or {@code "-"}, and what is new there is passed over. For who asks a server. Stateless.
 */
public final class StatusReader {

  private StatusReader() {}

  /**
   * The status.
   *
   * @throws IllegalArgumentException if a time that every version tells is not there
   */
  public static NodeStatus read(JsonNode json) {
    return new NodeStatus(
        new NodeStatus.Identity(
            text(json, "version"),
            maybe(json, "site"),
            text(json, "node"),
            json.path("pid").asLong(0),
            time(json, "startedAt"),
            Duration.ofSeconds(json.path("uptimeSeconds").asLong(0))),
        text(json, "phase"),
        list(json.path("reasons"), reason -> reason.asString("-")),
        transport(json.path("transport")),
        configuration(json.path("configuration")),
        list(json.path("zones"), StatusReader::zone),
        list(json.path("clusters"), StatusReader::cluster),
        list(json.path("plans"), StatusReader::plan),
        list(json.path("endpoints"), StatusReader::endpoint),
        checker(json.path("checker")),
        places(json.path("places")),
        announcements(json),
        NotificationsJson.read(json.path("notifications")));
  }

  private static NodeStatus.Transport transport(JsonNode json) {
    return new NodeStatus.Transport(
        text(json, "name"),
        maybe(json, "because"),
        list(json.path("listen"), address -> address.asString("-")),
        number(json, "workers"),
        flag(json, "pinned"),
        number(json, "receiveBufferBytes"));
  }

  private static NodeStatus.Configuration configuration(JsonNode json) {
    JsonNode lastLoad = json.path("lastLoad");
    return new NodeStatus.Configuration(
        text(json, "file"),
        text(json, "servedFrom"),
        json.has("storedNumber")
            ? OptionalLong.of(json.path("storedNumber").asLong(0))
            : OptionalLong.empty(),
        since(json, "since"),
        brokenZones(json),
        leftOutFiles(json),
        new NodeStatus.Load(
            since(lastLoad, "at"),
            lastLoad.path("successful").asBoolean(true)
                ? Optional.empty()
                : Optional.of(text(lastLoad, "failure"))),
        list(
            json.path("stored"),
            entry ->
                new NodeStatus.Stored(
                    entry.path("number").asLong(0),
                    since(entry, "at"),
                    number(entry, "zones"),
                    entry.path("recordSets").asLong(0),
                    flag(entry, "smaller"))),
        maybe(json, "notStored"));
  }

  /** What {@link StatusJson#putBroken} put of broken zones. */
  public static List<NodeStatus.BrokenZone> brokenZones(JsonNode json) {
    return list(
        json.path("brokenZones"),
        zone ->
            new NodeStatus.BrokenZone(
                text(zone, "zone"), text(zone, "answer"), text(zone, "reason")));
  }

  /** What {@link StatusJson#putBroken} put of files that are left out. */
  public static List<NodeStatus.LeftOutFile> leftOutFiles(JsonNode json) {
    return list(
        json.path("leftOutFiles"),
        file -> new NodeStatus.LeftOutFile(text(file, "file"), text(file, "reason")));
  }

  private static NodeStatus.Zone zone(JsonNode json) {
    return new NodeStatus.Zone(
        text(json, "origin"),
        flag(json, "failed")
            ? Optional.empty()
            : Optional.of(
                new NodeStatus.ZoneData(
                    json.path("serial").asLong(0),
                    number(json, "names"),
                    json.path("sizeBytes").asLong(0))));
  }

  private static NodeStatus.Cluster cluster(JsonNode json) {
    return new NodeStatus.Cluster(
        text(json, "name"),
        text(json, "answeredFrom"),
        text(json, "reason"),
        text(json, "because"),
        since(json, "since"),
        list(json.path("addresses"), address -> address.asString("-")),
        list(json.path("sites"), site -> tally(site, "site")),
        spread(json));
  }

  private static NodeStatus.Tally tally(JsonNode json, String pool) {
    return new NodeStatus.Tally(
        text(json, pool),
        number(json, "hosts"),
        number(json, "healthy"),
        number(json, "needed"),
        json.has("capacity")
            ? Optional.of(
                new NodeStatus.PoolLoad(
                    json.path("capacity").asLong(0),
                    json.path("available").asLong(0),
                    json.path("load").asLong(0)))
            : Optional.empty());
  }

  private static NodeStatus.Plan plan(JsonNode json) {
    return new NodeStatus.Plan(
        text(json, "name"),
        list(json.path("answers"), StatusReader::answer),
        list(json.path("pools"), pool -> tally(pool, "pool")));
  }

  private static NodeStatus.Answer answer(JsonNode json) {
    return new NodeStatus.Answer(
        list(json.path("rules"), rule -> rule.asInt(0)),
        text(json, "clients"),
        text(json, "answeredFrom"),
        text(json, "reason"),
        text(json, "because"),
        since(json, "since"),
        list(json.path("addresses"), address -> address.asString("-")),
        spread(json));
  }

  private static NodeStatus.Spread spread(JsonNode json) {
    return new NodeStatus.Spread(
        list(
            json.path("shares"),
            share -> new NodeStatus.Share(text(share, "pool"), share.path("percent").asDouble(0))),
        json.has("ttlAtMost") ? Optional.of(json.path("ttlAtMost").asLong(0)) : Optional.empty(),
        maybe(json, "ttlReason"));
  }

  private static NodeStatus.Endpoint endpoint(JsonNode json) {
    return new NodeStatus.Endpoint(
        text(json, "cluster"),
        text(json, "site"),
        text(json, "host"),
        text(json, "address"),
        text(json, "check"),
        text(json, "status"),
        flag(json, "set"),
        json.has("since") ? Optional.of(probed(json)) : Optional.empty());
  }

  private static NodeStatus.Probed probed(JsonNode json) {
    double milliseconds = json.path("lastProbeMilliseconds").asDouble(0);
    return new NodeStatus.Probed(
        since(json, "since"),
        text(json, "reason"),
        number(json, "contradictingResults"),
        flag(json, "frozen"),
        maybeTime(json, "lastProbe"),
        Duration.ofNanos(Math.round(milliseconds * 1e6)),
        json.path("probes").asLong(0),
        json.path("failures").asLong(0));
  }

  private static NodeStatus.Checker checker(JsonNode json) {
    Optional<NodeStatus.Freeze> freeze =
        flag(json, "suspicious")
            ? Optional.of(
                new NodeStatus.Freeze(
                    since(json, "since"),
                    time(json, "until"),
                    duration(json, "leftSeconds"),
                    text(json, "reason")))
            : Optional.empty();
    JsonNode last = json.path("lastVerdict");
    Optional<NodeStatus.Verdict> verdict =
        last.isObject()
            ? Optional.of(
                new NodeStatus.Verdict(
                    text(last, "verdict"), since(last, "at"), text(last, "text")))
            : Optional.empty();
    return new NodeStatus.Checker(
        new NodeStatus.Doubt(number(json, "frozenEndpoints"), freeze, verdict),
        list(
            json.path("canaries"),
            canary ->
                new NodeStatus.Canary(
                    text(canary, "tcp"),
                    text(canary, "status"),
                    since(canary, "since"),
                    text(canary, "reason"))));
  }

  private static NodeStatus.Places places(JsonNode json) {
    return new NodeStatus.Places(
        number(json, "prefixes"),
        json.has("prefixFile")
            ? Optional.of(
                new NodeStatus.PrefixFile(
                    text(json.path("prefixFile"), "file"), since(json.path("prefixFile"), "since")))
            : Optional.empty(),
        json.path("tableBytes").asLong(0),
        list(
            json.path("databases"),
            database ->
                new NodeStatus.Database(
                    text(database, "file"),
                    database.has("built")
                        ? Optional.of(
                            new NodeStatus.DatabaseContent(
                                text(database, "type"),
                                text(database, "shape"),
                                list(database.path("fields"), field -> field.asString("-")),
                                time(database, "built"),
                                since(database, "since"),
                                database.path("networks").asLong(0)))
                        : Optional.empty(),
                    maybe(database, "failure"))));
  }

  /** Servers before this version give no age, or not of everything. */
  private static Since since(JsonNode json, String name) {
    return new Since(time(json, name), duration(json, "ageSeconds"));
  }

  private static Optional<Duration> duration(JsonNode json, String name) {
    JsonNode seconds = json.path(name);
    return seconds.isNumber()
        ? Optional.of(Duration.ofSeconds(seconds.asLong()))
        : Optional.empty();
  }

  private static AnnouncementsStatus announcements(JsonNode json) {
    Map<String, AnnouncementsStatus.Entry> entries = new LinkedHashMap<>();
    json.path("announcements")
        .properties()
        .forEach(entry -> entries.put(entry.getKey(), entry(entry.getValue())));
    Map<String, AnnouncementsStatus.Peer> peers = new LinkedHashMap<>();
    json.path("peers")
        .properties()
        .forEach(peer -> peers.put(peer.getKey(), peer(peer.getValue())));
    return new AnnouncementsStatus(
        entries,
        maybe(json, "drainsNotKept"),
        maybe(json, "historyNotKept"),
        json.path("queriesPerSecond").asDouble(0),
        peers);
  }

  private static AnnouncementsStatus.Entry entry(JsonNode json) {
    List<AnnouncementsStatus.Route> routes = new ArrayList<>();
    json.path("routes")
        .properties()
        .forEach(
            route ->
                routes.add(
                    new AnnouncementsStatus.Route(
                        route.getKey(), route.getValue().asString("").equals("announced"))));
    JsonNode drain = json.path("drain");
    return new AnnouncementsStatus.Entry(
        text(json, "state"),
        text(json, "preference"),
        since(json, "since"),
        text(json, "reason"),
        text(json, "claim"),
        maybe(json, "heldBecause"),
        maybe(json, "drainRefused"),
        maybe(json, "guardOverruled"),
        drain.isObject()
            ? Optional.of(
                new AnnouncementsStatus.Drain(
                    text(drain, "reason"),
                    text(drain, "by"),
                    since(drain, "since"),
                    flag(drain, "evenIfLast"),
                    maybeTime(drain, "until")))
            : Optional.empty(),
        number(json, "keepSites"),
        routes);
  }

  private static AnnouncementsStatus.Peer peer(JsonNode json) {
    String site = text(json, "site");
    String node = text(json, "node");
    return new AnnouncementsStatus.Peer(
        site,
        node,
        flag(json, "read")
            ? Optional.of(new PeerPage(site, node, PeerPageJson.entries(json)))
            : Optional.empty(),
        json.path("failure").asString(""));
  }

  private static <T> List<T> list(JsonNode json, Function<JsonNode, T> element) {
    List<T> list = new ArrayList<>();
    json.forEach(each -> list.add(element.apply(each)));
    return list;
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("-");
  }

  private static Optional<String> maybe(JsonNode json, String name) {
    return json.has(name) ? Optional.of(text(json, name)) : Optional.empty();
  }

  private static int number(JsonNode json, String name) {
    return json.path(name).asInt(0);
  }

  private static boolean flag(JsonNode json, String name) {
    return json.path(name).asBoolean(false);
  }

  private static Instant time(JsonNode json, String name) {
    String text = json.path(name).asString("");
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + name + "' is no time: '" + text + "'", e);
    }
  }

  private static Optional<Instant> maybeTime(JsonNode json, String name) {
    return json.has(name) ? Optional.of(time(json, name)) : Optional.empty();
  }
}
