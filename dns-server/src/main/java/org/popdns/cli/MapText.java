package org.popdns.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Which pool each country gets, as text for a terminal. A pure function of what was told. Of a
 * continent the countries that get the same share a row, but for those that differ from most.
 */
final class MapText {

  /** In place of a pool's name. */
  private static final String LAST_RESORT = "own values";

  private final JsonNode map;
  private final StringBuilder text = new StringBuilder();

  private MapText(JsonNode map) {
    this.map = map;
  }

  static String render(JsonNode map) {
    MapText rendered = new MapText(map);
    rendered.head();
    rendered.pools();
    rendered.rules();
    rendered.places();
    if (map.has("svg")) {
      rendered.line("");
      rendered.line("drawn in " + string(map, "svg"));
    }
    return rendered.text.toString();
  }

  private void head() {
    String site = map.has("site") ? " at site " + string(map, "site") : "";
    line(ShownName.of(string(map, "name")) + " " + string(map, "type") + site);
    text.append(PastText.of(map, ZoneId.systemDefault()));
    line("zone " + ShownName.of(string(map, "zone")) + " serial " + string(map, "serial"));
    if (map.has("down")) {
      line("taken to be down: " + list(map.path("down")));
    }
    map.path("missingPlaces").forEach(missing -> line(missing.asString("-")));
    JsonNode checker = map.path("checker");
    if (checker.path("suspicious").asBoolean()) {
      line("FROZEN until " + string(checker, "until") + ": " + string(checker, "reason"));
    }
  }

  private void pools() {
    TextTable pools = new TextTable("POOL", "HEALTHY", "HOSTS", "NEEDED", "ANSWERS");
    for (JsonNode pool : map.path("pools")) {
      pools.row(
          string(pool, "pool"),
          string(pool, "healthy"),
          string(pool, "hosts"),
          string(pool, "needed"),
          answered(pool));
    }
    if (map.has("lastResort")) {
      long count =
          map.path("countries")
              .valueStream()
              .filter(country -> country.path("lastResort").asBoolean())
              .count();
      pools.row(LAST_RESORT, "-", "-", "-", countries(count));
    }
    line("");
    text.append(pools.render().indent(2));
  }

  private static String countries(long count) {
    return count == 1 ? "1 country" : count + " countries";
  }

  /** How many countries a pool answers, and how many it shares with other pools. */
  static String answered(JsonNode pool) {
    int whole = pool.path("countries").asInt();
    int parts = pool.path("partsOfCountries").asInt();
    if (parts == 0) {
      return countries(whole);
    }
    return whole == 0
        ? "a part of " + countries(parts)
        : "%s and a part of %s %s"
            .formatted(countries(whole), parts, parts == 1 ? "other" : "others");
  }

  private void rules() {
    TextTable rules = new TextTable("RULE", "CLIENTS", "POOL", "ANSWERED FROM", "BECAUSE");
    for (JsonNode rule : map.path("rules")) {
      rules.row(
          rule.path("rule").asInt() == 0 ? "none" : string(rule, "rule"),
          string(rule, "clients") + (rule.has("byDistance") ? ", by distance" : ""),
          string(rule, "pool"),
          source(rule),
          string(rule, "because"));
    }
    line("");
    text.append(rules.render().indent(2));
    if (map.path("rules").valueStream().anyMatch(rule -> rule.has("byDistance"))) {
      line(
          "  by distance: of a country what is nearest to its middle; of elsewhere as it stands"
              + " here");
    }
  }

  private void places() {
    TextTable places = new TextTable("CLIENTS IN", "RULE", "ANSWERED FROM", "REASON", "");
    byContinent().forEach((continent, countries) -> continent(places, continent, countries));
    row(places, "elsewhere", map.path("elsewhere"), "");
    for (JsonNode part : map.path("parts")) {
      String in = part.has("countries") ? "in " + list(part.path("countries")) : "";
      row(places, string(part, "part"), part, in);
    }
    line("");
    text.append(places.render().indent(2));
  }

  private Map<String, List<JsonNode>> byContinent() {
    Map<String, List<JsonNode>> continents = new LinkedHashMap<>();
    for (JsonNode country : map.path("countries")) {
      continents
          .computeIfAbsent(string(country, "continent"), code -> new ArrayList<>())
          .add(country);
    }
    return continents;
  }

  private static void continent(TextTable places, String continent, List<JsonNode> countries) {
    Map<String, Long> outcomes =
        countries.stream()
            .collect(
                Collectors.groupingBy(MapText::outcome, LinkedHashMap::new, Collectors.counting()));
    String usual =
        outcomes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    List<JsonNode> own =
        countries.stream()
            .filter(
                country ->
                    !outcome(country).equals(usual) || country.path("partsDiffer").asBoolean())
            .toList();
    JsonNode example =
        countries.stream()
            .filter(country -> outcome(country).equals(usual))
            .findFirst()
            .orElseThrow();
    row(places, continent, example, own.isEmpty() ? "" : "but for those below");
    for (JsonNode country : own) {
      String differ = country.path("partsDiffer").asBoolean() ? "parts differ" : "";
      String note =
          country.has("near") ? differ + "; near borders " + list(country.path("near")) : differ;
      row(places, continent + "-" + string(country, "country"), country, note);
    }
  }

  /** What countries that share a row have in common. */
  private static String outcome(JsonNode country) {
    return rule(country) + " " + source(country) + " " + string(country, "reason");
  }

  private static int rule(JsonNode country) {
    return country.path("rule").asInt();
  }

  private static void row(TextTable places, String where, JsonNode entry, String note) {
    String rule = rule(entry) == 0 ? "none" : string(entry, "rule");
    places.row(where, rule, source(entry), string(entry, "reason"), note);
  }

  /** The pool that answers, or each that does with its share. */
  static String source(JsonNode entry) {
    if (entry.path("lastResort").asBoolean()) {
      return LAST_RESORT;
    }
    if (!entry.has("shares")) {
      return string(entry, "answeredFrom");
    }
    return entry
        .path("shares")
        .valueStream()
        .map(share -> string(share, "pool") + " " + string(share, "percent") + " %")
        .collect(Collectors.joining(", "));
  }

  private static String list(JsonNode texts) {
    List<String> list = new ArrayList<>();
    texts.forEach(each -> list.add(each.asString("-")));
    return String.join(" ", list);
  }

  private static String string(JsonNode object, String field) {
    return object.path(field).asString("-");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
