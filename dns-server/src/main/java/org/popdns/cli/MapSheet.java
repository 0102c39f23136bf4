package org.popdns.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.popdns.map.Fill;
import org.popdns.map.Fill.Hatch;
import org.popdns.map.WorldMap;
import tools.jackson.databind.JsonNode;

/**
 * What is drawn of what was told of countries: each in the colour of the pool that answers it, by
 * the order of the pools, so that a pool's colour stays when another one fails. Pure.
 */
final class MapSheet {

  private final JsonNode map;
  private final Map<String, Integer> colours = new LinkedHashMap<>();

  private MapSheet(JsonNode map) {
    this.map = map;
    map.path("pools").forEach(pool -> colours.put(string(pool, "pool"), colours.size()));
  }

  static WorldMap of(JsonNode map) {
    return new MapSheet(map).sheet();
  }

  private WorldMap sheet() {
    String site = map.has("site") ? " at " + string(map, "site") : "";
    String title = ShownName.of(string(map, "name")) + " " + string(map, "type") + site;
    List<String> lines = new ArrayList<>();
    lines.add("which pool answers the clients in each country" + circumstances());
    JsonNode checker = map.path("checker");
    if (checker.path("suspicious").asBoolean()) {
      lines.add("FROZEN until " + string(checker, "until") + ": " + string(checker, "reason"));
    }
    Map<String, WorldMap.Country> countries = new LinkedHashMap<>();
    Map<String, Set<String>> parts = parts();
    for (JsonNode country : map.path("countries")) {
      String code = string(country, "country");
      countries.put(code, country(country, parts.getOrDefault(code, Set.of())));
    }
    List<WorldMap.Entry> legend = legend();
    List<String> said = new ArrayList<>(List.of(title + ": " + String.join("; ", lines) + "."));
    legend.forEach(entry -> said.add(entry.text() + "."));
    return new WorldMap(title, lines, String.join("\n", said), countries, legend, sites());
  }

  private List<WorldMap.Site> sites() {
    List<WorldMap.Site> sites = new ArrayList<>();
    for (JsonNode location : map.path("locations")) {
      sites.add(
          new WorldMap.Site(
              string(location, "name"),
              location.path("latitude").asDouble(),
              location.path("longitude").asDouble()));
    }
    return sites;
  }

  private String circumstances() {
    List<String> parts = new ArrayList<>();
    map.path("down").forEach(each -> parts.add(each.asString("-")));
    String down = parts.isEmpty() ? "" : ", if these were down: " + String.join(" ", parts);
    return (map.has("at") ? ", " + string(map, "at") : "") + down;
  }

  /** What is told of parts of countries, by the countries. */
  private Map<String, Set<String>> parts() {
    Map<String, Set<String>> parts = new LinkedHashMap<>();
    for (JsonNode part : map.path("parts")) {
      for (JsonNode country : part.path("countries")) {
        parts
            .computeIfAbsent(country.asString("-"), code -> new LinkedHashSet<>())
            .add(string(part, "part") + ": " + words(part));
      }
    }
    return parts;
  }

  private WorldMap.Country country(JsonNode country, Set<String> parts) {
    boolean differ = country.path("partsDiffer").asBoolean();
    List<String> otherwise = new ArrayList<>(parts);
    country.path("near").forEach(pool -> otherwise.add("near borders: " + pool.asString("-")));
    String code = string(country, "country");
    String text =
        "%s (%s-%s): %s"
            .formatted(
                Locale.of("", code).getDisplayCountry(Locale.ENGLISH),
                string(country, "continent"),
                code,
                words(country));
    return new WorldMap.Country(
        fill(country),
        differ ? text + "\n" + String.join("\n", otherwise) : text,
        differ ? WorldMap.Mark.PARTS_DIFFER : WorldMap.Mark.NONE);
  }

  private static String words(JsonNode entry) {
    String rule = entry.path("rule").asInt() == 0 ? "no rule" : "rule " + string(entry, "rule");
    String source =
        entry.path("lastResort").asBoolean() ? "the record's own values" : MapText.source(entry);
    return "%s, by %s (%s)".formatted(source, rule, string(entry, "reason"));
  }

  private Fill fill(JsonNode entry) {
    if (entry.path("rule").asInt() == 0) {
      return Fill.NONE;
    }
    if (entry.path("lastResort").asBoolean()) {
      return new Fill(Fill.NEUTRAL, Hatch.CROSSES);
    }
    return new Fill(
        colours.getOrDefault(string(entry, "answeredFrom"), Fill.NEUTRAL),
        switch (string(entry, "reason")) {
          case "own-site", "first-pool" -> entry.has("shares") ? Hatch.LINES : Hatch.NONE;
          case "fail-open" -> Hatch.CROSSES;
          default -> Hatch.LINES;
        });
  }

  private List<WorldMap.Entry> legend() {
    List<WorldMap.Entry> legend = new ArrayList<>();
    for (JsonNode pool : map.path("pools")) {
      String name = string(pool, "pool");
      legend.add(
          new WorldMap.Entry.OfFill(
              new Fill(colours.getOrDefault(name, Fill.NEUTRAL), Hatch.NONE),
              "%s answers %s: %s of %s healthy, %s needed%s"
                  .formatted(
                      name,
                      MapText.answered(pool),
                      string(pool, "healthy"),
                      string(pool, "hosts"),
                      string(pool, "needed"),
                      pool.path("reachesMinimum").asBoolean() ? "" : "; below its minimum")));
    }
    Set<Fill> used = new LinkedHashSet<>();
    map.path("countries").forEach(country -> used.add(fill(country)));
    Set<Hatch> hatches = new LinkedHashSet<>();
    for (Fill fill : used) {
      if (fill.colour() != Fill.NEUTRAL
          && fill.hatch() != Hatch.NONE
          && hatches.add(fill.hatch())) {
        legend.add(
            new WorldMap.Entry.OfFill(
                fill,
                fill.hatch() == Hatch.LINES
                    ? "lines: it stands in for another pool, passes a part on, or is below its"
                        + " minimum"
                    : "crosses: no host is healthy; all addresses of the pool answer"));
      }
    }
    List<String> own = new ArrayList<>();
    map.path("lastResort").forEach(value -> own.add(value.asString("-")));
    String values =
        own.isEmpty()
            ? "nothing answers"
            : "the record's own values answer: " + String.join(" ", own);
    Fill failed = new Fill(Fill.NEUTRAL, Hatch.CROSSES);
    if (used.contains(failed)) {
      legend.add(new WorldMap.Entry.OfFill(failed, "no host is healthy; " + values));
    }
    if (used.contains(Fill.NONE)) {
      legend.add(new WorldMap.Entry.OfFill(Fill.NONE, "no rule; " + values));
    }
    if (map.path("countries").valueStream().anyMatch(c -> c.path("partsDiffer").asBoolean())) {
      legend.add(
          new WorldMap.Entry.OfMark(
              "some clients of the country get another pool, by province, network, AS or"
                  + " distance"));
    }
    return legend;
  }

  private static String string(JsonNode object, String field) {
    return object.path(field).asString("-");
  }
}
