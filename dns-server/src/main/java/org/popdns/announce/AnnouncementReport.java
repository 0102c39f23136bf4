package org.popdns.announce;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.popdns.config.write.AddressFormat;
import org.popdns.fitness.Decision;
import org.popdns.fitness.DrainOrder.IfLast;
import org.popdns.fitness.Lease;
import org.popdns.fitness.NodeName;
import org.popdns.orders.Drain;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The announcements as JSON, for the other nodes and for the operator. Stateless. */
final class AnnouncementReport {

  private AnnouncementReport() {}

  /** What the other nodes read: an object of announcements, to which {@link #addForPeers} adds. */
  static ObjectNode forPeers(NodeName self) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("site", self.site()).put("node", self.node()).putObject("announcements");
    return json;
  }

  static void addForPeers(ObjectNode json, Track track, Lease lease) {
    json.withObject("/announcements")
        .putObject(lease.name())
        .put("announced", lease.routes().stream().allMatch(Lease.Route::announced))
        .put("state", track.decision().state().label())
        .put("claim", track.decision().claim().label())
        .put("reason", lease.reason());
  }

  /** One announcement, for the operator. */
  static ObjectNode entry(
      Track track, Lease lease, Optional<Drain> drain, Optional<String> refusal) {
    Decision decision = track.decision();
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("state", decision.state().label());
    entry.put("preference", decision.preference().label());
    entry.put("since", track.stateSince().toString());
    entry.put("reason", lease.reason());
    entry.put("claim", decision.claim().label());
    decision.held().ifPresent(why -> entry.put("heldBecause", why));
    refusal.ifPresent(why -> entry.put("drainRefused", why));
    decision.overruled().ifPresent(why -> entry.put("guardOverruled", why));
    drain.ifPresent(
        ordered -> {
          ObjectNode shown = entry.putObject("drain");
          shown.put("reason", ordered.reason()).put("by", ordered.by());
          shown.put("since", ordered.since().toString());
          shown.put("evenIfLast", ordered.ifLast() == IfLast.GO);
          ordered.until().ifPresent(until -> shown.put("until", until.toString()));
        });
    entry.put("keepSites", track.entry().keepSites());
    ObjectNode routes = entry.putObject("routes");
    for (Lease.Route route : lease.routes()) {
      routes.put(AddressFormat.of(route.prefix()), route.announced() ? "announced" : "withdrawn");
    }
    return entry;
  }

  /** The other nodes, for the operator. */
  static ObjectNode peers(Map<NodeName, PeerReader.Reading> readings) {
    ObjectNode nodes = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(readings)
        .forEach(
            (peer, reading) -> {
              ObjectNode node = nodes.putObject(peer.toString());
              node.put("site", peer.site()).put("node", peer.node());
              node.put("read", reading.status().isPresent());
              reading
                  .status()
                  .ifPresentOrElse(
                      status -> node.set("announcements", status.path("announcements")),
                      () -> node.put("failure", reading.failure()));
            });
    return nodes;
  }
}
