package org.popdns.cli;

import java.util.ArrayList;
import java.util.List;
import org.popdns.config.model.Location;
import tools.jackson.databind.JsonNode;

/** Where an explanation says that a client is, in words. Pure. */
final class PlaceText {

  private PlaceText() {}

  /** As {@code in EU-DE, by geo.mmdb; of AS64500, by asn.mmdb; as all of 192.0.2.0/24}. */
  static String of(JsonNode place) {
    List<String> parts = new ArrayList<>();
    if (place.has("source")) {
      List<String> codes = new ArrayList<>();
      for (String level : List.of("continent", "country", "subdivision")) {
        place.path(level).stringValueOpt().ifPresent(codes::add);
      }
      parts.add("in " + String.join("-", codes) + ", by " + place.path("source").asString());
    }
    if (place.has("asn")) {
      parts.add(
          "of AS" + place.path("asn").asString() + ", by " + place.path("asnSource").asString("-"));
    }
    if (place.has("latitude")) {
      parts.add(
          "at "
              + new Location(place.path("latitude").asDouble(), place.path("longitude").asDouble())
              + ", by "
              + place.path("locationSource").asString("-"));
    }
    if (parts.isEmpty()) {
      return "at a place that no source knows";
    }
    parts.add("as all of " + place.path("network").asString("-"));
    return String.join("; ", parts);
  }
}
