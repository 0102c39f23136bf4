package org.popdns.status;

import java.time.Instant;
import java.util.List;
import org.popdns.status.NodeStatus.BrokenZone;
import org.popdns.status.NodeStatus.LeftOutFile;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node's status as JSON, for {@code /status} and the control socket; {@link StatusReader} is the
 * way back. What is empty is left out. Stateless.
 */
public final class StatusJson {

  private StatusJson() {}

  /** The whole. */
  public static ObjectNode of(NodeStatus status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    identity(json, status.identity());
    json.put("phase", status.phase()).put("ready", status.isReady());
    texts(json.putArray("reasons"), status.reasons());
    transport(json.putObject("transport"), status.transport());
    configuration(json.putObject("configuration"), status.configuration());
    ArrayNode zones = json.putArray("zones");
    status.zones().forEach(zone -> zone(zones.addObject(), zone));
    ArrayNode clusters = json.putArray("clusters");
    status.clusters().forEach(cluster -> cluster(clusters.addObject(), cluster));
    if (!status.plans().isEmpty()) {
      ArrayNode plans = json.putArray("plans");
      status.plans().forEach(plan -> plan(plans.addObject(), plan));
    }
    ArrayNode endpoints = json.putArray("endpoints");
    status.endpoints().forEach(endpoint -> endpoint(endpoints.addObject(), endpoint));
    checker(json.putObject("checker"), status.checker());
    if (!status.places().equals(NodeStatus.Places.NONE)) {
      places(json.putObject("places"), status.places());
    }
    announcements(json, status.announcements());
    if (!status.notifications().equals(NotificationsStatus.NONE)) {
      NotificationsJson.addTo(json.putObject("notifications"), status.notifications());
    }
    return json;
  }

  /** The announcements alone. */
  public static ObjectNode of(AnnouncementsStatus announcements) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    announcements(json, announcements);
    return json;
  }

  private static void identity(ObjectNode json, NodeStatus.Identity identity) {
    json.put("version", identity.version());
    identity.site().ifPresent(site -> json.put("site", site));
    json.put("node", identity.node()).put("pid", identity.pid());
    put(json, "startedAt", identity.startedAt());
    json.put("uptimeSeconds", identity.uptime().toSeconds());
  }

  private static void transport(ObjectNode json, NodeStatus.Transport transport) {
    json.put("name", transport.name());
    transport.obstacle().ifPresent(why -> json.put("because", why));
    texts(json.putArray("listen"), transport.listen());
    json.put("workers", transport.workers()).put("pinned", transport.pinned());
    json.put("receiveBufferBytes", transport.receiveBufferBytes());
  }

  private static void configuration(ObjectNode json, NodeStatus.Configuration configuration) {
    json.put("file", configuration.file()).put("servedFrom", configuration.servedFrom());
    configuration.storedNumber().ifPresent(number -> json.put("storedNumber", number));
    put(json, "since", configuration.since());
    putBroken(json, configuration.broken(), configuration.leftOut());
    NodeStatus.Load load = configuration.lastLoad();
    ObjectNode lastLoad = json.putObject("lastLoad");
    put(lastLoad, "at", load.at());
    lastLoad.put("successful", load.failure().isEmpty());
    load.failure().ifPresent(why -> lastLoad.put("failure", why));
    ArrayNode stored = json.putArray("stored");
    for (NodeStatus.Stored each : configuration.stored()) {
      ObjectNode entry = stored.addObject().put("number", each.number());
      put(entry, "at", each.at());
      entry.put("zones", each.zones()).put("recordSets", each.recordSets());
      entry.put("smaller", each.smaller());
    }
    configuration.notStored().ifPresent(why -> json.put("notStored", why));
  }

  /** What is broken or left out, in whatever tells of it; nothing where nothing is. */
  public static void putBroken(
      ObjectNode json, List<BrokenZone> broken, List<LeftOutFile> leftOut) {
    if (!broken.isEmpty()) {
      ArrayNode list = json.putArray("brokenZones");
      for (BrokenZone zone : broken) {
        ObjectNode entry = list.addObject().put("zone", zone.zone());
        entry.put("answer", zone.answer()).put("reason", zone.reason());
      }
    }
    if (!leftOut.isEmpty()) {
      ArrayNode list = json.putArray("leftOutFiles");
      leftOut.forEach(
          file -> list.addObject().put("file", file.file()).put("reason", file.reason()));
    }
  }

  private static void zone(ObjectNode json, NodeStatus.Zone zone) {
    json.put("origin", zone.origin());
    zone.data()
        .ifPresentOrElse(
            data ->
                json.put("serial", data.serial())
                    .put("names", data.names())
                    .put("sizeBytes", data.sizeBytes()),
            () -> json.put("failed", true));
  }

  private static void cluster(ObjectNode json, NodeStatus.Cluster cluster) {
    json.put("name", cluster.name()).put("answeredFrom", cluster.answeredFrom());
    json.put("reason", cluster.reason()).put("because", cluster.because());
    put(json, "since", cluster.since());
    texts(json.putArray("addresses"), cluster.addresses());
    ArrayNode sites = json.putArray("sites");
    spread(json, cluster.load());
    cluster.sites().forEach(tally -> tally(sites.addObject().put("site", tally.site()), tally));
  }

  private static void tally(ObjectNode json, NodeStatus.Tally tally) {
    json.put("hosts", tally.hosts());
    json.put("healthy", tally.healthy()).put("needed", tally.needed());
    tally
        .load()
        .ifPresent(
            load ->
                json.put("capacity", load.capacity())
                    .put("available", load.available())
                    .put("load", load.carried()));
  }

  private static void spread(ObjectNode json, NodeStatus.Spread spread) {
    if (!spread.shares().isEmpty()) {
      ArrayNode shares = json.putArray("shares");
      spread
          .shares()
          .forEach(
              share ->
                  shares.addObject().put("pool", share.pool()).put("percent", share.percent()));
    }
    spread.ttlAtMost().ifPresent(seconds -> json.put("ttlAtMost", seconds));
    spread.ttlReason().ifPresent(reason -> json.put("ttlReason", reason));
  }

  private static void plan(ObjectNode json, NodeStatus.Plan plan) {
    json.put("name", plan.name());
    ArrayNode answers = json.putArray("answers");
    for (NodeStatus.Answer answer : plan.answers()) {
      ObjectNode entry = answers.addObject();
      ArrayNode rules = entry.putArray("rules");
      answer.rules().forEach(rules::add);
      entry.put("clients", answer.clients()).put("answeredFrom", answer.answeredFrom());
      entry.put("reason", answer.reason()).put("because", answer.because());
      put(entry, "since", answer.since());
      texts(entry.putArray("addresses"), answer.addresses());
      spread(entry, answer.load());
    }
    ArrayNode pools = json.putArray("pools");
    plan.pools().forEach(tally -> tally(pools.addObject().put("pool", tally.site()), tally));
  }

  private static void endpoint(ObjectNode json, NodeStatus.Endpoint endpoint) {
    json.put("cluster", endpoint.cluster()).put("site", endpoint.site());
    json.put("host", endpoint.host()).put("address", endpoint.address());
    json.put("check", endpoint.check()).put("status", endpoint.status());
    if (endpoint.set()) {
      json.put("set", true);
    }
    endpoint
        .probed()
        .ifPresent(
            probed -> {
              put(json, "since", probed.since());
              json.put("reason", probed.reason());
              json.put("contradictingResults", probed.contradictingResults());
              json.put("frozen", probed.frozen());
              probed.lastProbe().ifPresent(at -> put(json, "lastProbe", at));
              json.put("lastProbeMilliseconds", probed.lastProbeDuration().toNanos() / 1e6);
              json.put("probes", probed.probes()).put("failures", probed.failures());
            });
  }

  private static void checker(ObjectNode json, NodeStatus.Checker checker) {
    putDoubt(json, checker.doubt());
    ArrayNode canaries = json.putArray("canaries");
    for (NodeStatus.Canary canary : checker.canaries()) {
      ObjectNode entry = canaries.addObject().put("tcp", canary.tcp());
      entry.put("status", canary.status());
      put(entry, "since", canary.since());
      entry.put("reason", canary.reason());
    }
  }

  /** Whether the checker keeps the last good state and why, in whatever tells of it. */
  public static void putDoubt(ObjectNode json, NodeStatus.Doubt doubt) {
    json.put("suspicious", doubt.freeze().isPresent());
    json.put("frozenEndpoints", doubt.frozenEndpoints());
    doubt
        .freeze()
        .ifPresent(
            freeze -> {
              put(json, "since", freeze.since());
              put(json, "until", freeze.until());
              freeze.left().ifPresent(left -> json.put("leftSeconds", left.toSeconds()));
              json.put("reason", freeze.reason());
            });
    doubt
        .lastVerdict()
        .ifPresent(
            last -> {
              ObjectNode verdict = json.putObject("lastVerdict").put("verdict", last.verdict());
              put(verdict, "at", last.at());
              verdict.put("text", last.text());
            });
  }

  private static void places(ObjectNode json, NodeStatus.Places places) {
    json.put("prefixes", places.prefixes());
    places
        .prefixFile()
        .ifPresent(
            file ->
                put(json.putObject("prefixFile").put("file", file.file()), "since", file.since()));
    json.put("tableBytes", places.tableBytes());
    ArrayNode databases = json.putArray("databases");
    for (NodeStatus.Database database : places.databases()) {
      ObjectNode entry = databases.addObject().put("file", database.file());
      database
          .content()
          .ifPresent(
              content -> {
                entry.put("type", content.type()).put("shape", content.shape());
                texts(entry.putArray("fields"), content.fields());
                put(entry, "built", content.built());
                put(entry, "since", content.since());
                entry.put("networks", content.networks());
              });
      database.failure().ifPresent(why -> entry.put("failure", why));
    }
  }

  private static void announcements(ObjectNode json, AnnouncementsStatus announcements) {
    ObjectNode entries = json.putObject("announcements");
    announcements.entries().forEach((name, entry) -> entry(entries.putObject(name), entry));
    announcements.drainsNotKept().ifPresent(why -> json.put("drainsNotKept", why));
    announcements.historyNotKept().ifPresent(why -> json.put("historyNotKept", why));
    json.put("queriesPerSecond", announcements.queriesPerSecond());
    ObjectNode peers = json.putObject("peers");
    announcements.peers().forEach((name, peer) -> peer(peers.putObject(name), peer));
  }

  private static void entry(ObjectNode json, AnnouncementsStatus.Entry entry) {
    json.put("state", entry.state()).put("preference", entry.preference());
    put(json, "since", entry.since());
    json.put("reason", entry.reason()).put("claim", entry.claim());
    entry.held().ifPresent(why -> json.put("heldBecause", why));
    entry.drainRefused().ifPresent(why -> json.put("drainRefused", why));
    entry.guardOverruled().ifPresent(why -> json.put("guardOverruled", why));
    entry
        .drain()
        .ifPresent(
            drain -> {
              ObjectNode shown = json.putObject("drain").put("reason", drain.reason());
              shown.put("by", drain.by());
              put(shown, "since", drain.since());
              shown.put("evenIfLast", drain.evenIfLast());
              drain.until().ifPresent(until -> put(shown, "until", until));
            });
    json.put("keepSites", entry.keepSites());
    ObjectNode routes = json.putObject("routes");
    for (AnnouncementsStatus.Route route : entry.routes()) {
      routes.put(route.prefix(), route.announced() ? "announced" : "withdrawn");
    }
  }

  private static void peer(ObjectNode json, AnnouncementsStatus.Peer peer) {
    json.put("site", peer.site()).put("node", peer.node());
    json.put("read", peer.page().isPresent());
    peer.page()
        .ifPresentOrElse(
            page -> PeerPageJson.put(json, page), () -> json.put("failure", peer.failure()));
  }

  private static void put(ObjectNode json, String name, Instant at) {
    json.put(name, at.toString());
  }

  private static void put(ObjectNode json, String name, Since since) {
    put(json, name, since.at());
    since.age().ifPresent(age -> json.put("ageSeconds", age.toSeconds()));
  }

  private static void texts(ArrayNode json, List<String> texts) {
    texts.forEach(json::add);
  }
}
