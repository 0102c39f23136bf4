package org.popdns.status;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The page for the other nodes as JSON: written by one node, read by another. Stateless. */
public final class PeerPageJson {

  private PeerPageJson() {}

  /** The page as JSON. */
  public static ObjectNode of(PeerPage page) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("site", page.site()).put("node", page.node());
    put(json, page);
    return json;
  }

  /** The page's announcements, as one member of another object. */
  static void put(ObjectNode json, PeerPage page) {
    ObjectNode entries = json.putObject("announcements");
    page.entries()
        .forEach(
            (name, entry) ->
                entries
                    .putObject(name)
                    .put("announced", entry.announced())
                    .put("state", entry.state())
                    .put("claim", entry.claim())
                    .put("reason", entry.reason()));
  }

  /**
   * Reads a page, which may be anything: what is missing or of another kind is {@code "?"}, not
   * announced, without a state.
   */
  public static PeerPage read(JsonNode json) {
    return new PeerPage(
        json.path("site").asString("?"), json.path("node").asString("?"), entries(json));
  }

  static Map<String, PeerPage.Entry> entries(JsonNode json) {
    Map<String, PeerPage.Entry> entries = new LinkedHashMap<>();
    json.path("announcements")
        .properties()
        .forEach(
            property -> {
              JsonNode entry = property.getValue();
              if (entry.isObject()) {
                entries.put(
                    property.getKey(),
                    new PeerPage.Entry(
                        entry.path("announced").asBoolean(false),
                        entry.path("state").asString(""),
                        entry.path("claim").asString(""),
                        entry.path("reason").asString("")));
              }
            });
    return entries;
  }
}
