package org.popdns.announce;

import org.popdns.config.write.AddressFormat;
import org.popdns.fitness.Family;
import org.popdns.fitness.Lease;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A lease for programs and for scripts. Stateless. */
public final class LeaseForms {

  private LeaseForms() {}

  /** A lease as JSON. */
  public static ObjectNode json(Lease lease) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", lease.name()).put("site", lease.site()).put("node", lease.node());
    json.put("action", action(lease.announces()));
    ArrayNode routes = json.putArray("routes");
    for (Lease.Route route : lease.routes()) {
      routes
          .addObject()
          .put("prefix", AddressFormat.of(route.prefix()))
          .put("family", route.family().label())
          .put("action", action(route.announced()));
    }
    json.put("prepend", lease.prepend()).put("med", lease.med());
    ArrayNode communities = json.putArray("communities");
    lease.communities().forEach(communities::add);
    json.put("valid-seconds", lease.validSeconds());
    json.put("reason", lease.reason()).put("since", lease.since().toString());
    ArrayNode queries = json.putArray("queries");
    for (Lease.Query query : lease.queries()) {
      queries
          .addObject()
          .put("family", Family.of(query.address().getAddress()).label())
          .put("address", AddressFormat.of(query.address().getAddress()))
          .put("port", query.address().getPort())
          .put("name", query.name())
          .put("type", query.type());
    }
    return json;
  }

  /** A lease as lines of keys and values; the last line says that none is missing. */
  public static String text(Lease lease) {
    StringBuilder text = new StringBuilder();
    line(text, "name", lease.name());
    line(text, "site", lease.site());
    line(text, "node", lease.node());
    line(text, "action", action(lease.announces()));
    for (Lease.Route route : lease.routes()) {
      line(
          text,
          "route",
          route.family().label(),
          action(route.announced()),
          AddressFormat.of(route.prefix()));
    }
    line(text, "prepend", Integer.toString(lease.prepend()));
    line(text, "med", Integer.toString(lease.med()));
    lease.communities().forEach(community -> line(text, "community", community));
    line(text, "valid-seconds", Integer.toString(lease.validSeconds()));
    for (Lease.Query query : lease.queries()) {
      line(
          text,
          "query",
          Family.of(query.address().getAddress()).label(),
          AddressFormat.of(query.address().getAddress()),
          Integer.toString(query.address().getPort()),
          query.name(),
          query.type());
    }
    line(text, "since", lease.since().toString());
    line(text, "reason", lease.reason().replace('\n', ' '));
    line(text, "end");
    return text.toString();
  }

  private static void line(StringBuilder text, String... words) {
    text.append(String.join(" ", words)).append('\n');
  }

  private static String action(boolean announced) {
    return announced ? "announce" : "withdraw";
  }
}
