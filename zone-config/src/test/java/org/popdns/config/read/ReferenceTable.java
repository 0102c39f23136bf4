package org.popdns.config.read;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Renders the keys of a schema as a table: type, default, meaning, example. */
final class ReferenceTable {

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          entry("name", "name"),
          entry("clusterName", "name"),
          entry("mailbox", "mail address"),
          entry("domain-name", "domain name with its final dot"),
          entry("path", "path"),
          entry("file-name", "name of a file"),
          entry("request-target", "path with a leading slash"),
          entry("text", "text"),
          entry("socket-address", "IP address with or without port"),
          entry("target-address", "IP address with port"),
          entry("address", "IP address"),
          entry("member", "IP address, or a mapping"),
          entry("duration", "duration: `500ms`, `2s`, `1m`, `1h`"));

  private final JsonNode schema;
  private final StringBuilder rows = new StringBuilder();

  private ReferenceTable(JsonNode schema) {
    this.schema = schema;
  }

  /** The table of the keys of an object of the schema, those of the objects in it included. */
  static String of(JsonNode schema, JsonNode object) {
    ReferenceTable table = new ReferenceTable(schema);
    table.keys("", object);
    return "| key | type | default | meaning | example |\n|---|---|---|---|---|\n" + table.rows;
  }

  private void keys(String prefix, JsonNode object) {
    Set<String> required = new HashSet<>();
    object.path("required").forEach(name -> required.add(name.asString()));
    for (Map.Entry<String, JsonNode> property : object.path("properties").properties()) {
      String key = prefix + property.getKey();
      JsonNode value = property.getValue();
      row(key, value, required.contains(property.getKey()) ? "required" : defaultOf(value));
      keysBelow(key, value);
    }
  }

  private void keysBelow(String key, JsonNode value) {
    if (value.has("properties")) {
      keys(key + ".", value);
    }
    objectIn(value.path("additionalProperties"))
        .filter(object -> object.has("properties"))
        .ifPresent(object -> keys(key + ".NAME.", object));
    for (JsonNode choice : value.path("anyOf")) {
      if (choice.path("items").has("properties")) {
        keys(key + "[].", choice.path("items"));
      }
    }
  }

  /** The mapping that a value may be, behind references and choices. */
  private Optional<JsonNode> objectIn(JsonNode value) {
    JsonNode node = resolved(value);
    if (node.has("properties")) {
      return Optional.of(node);
    }
    for (JsonNode choice : node.path("anyOf")) {
      Optional<JsonNode> object = objectIn(choice);
      if (object.isPresent()) {
        return object;
      }
    }
    return Optional.empty();
  }

  private void row(String key, JsonNode value, String defaultText) {
    String example = value.has("examples") ? code(value.path("examples").get(0)) : "";
    rows.append(
        "| `%s` | %s | %s | %s | %s |\n"
            .formatted(
                key, type(value), defaultText, value.path("description").asString(""), example));
  }

  private static String defaultOf(JsonNode value) {
    return value.has("default") ? code(value.path("default")) : "";
  }

  private String type(JsonNode value) {
    if (value.has("$ref")) {
      String name = value.path("$ref").asString().replaceFirst("^#/\\$defs/", "");
      return TYPES.getOrDefault(name, type(resolved(value)));
    }
    if (value.has("const")) {
      return code(value.path("const"));
    }
    if (value.has("enum")) {
      return value.path("enum").valueStream().map(ReferenceTable::code).collect(or());
    }
    if (value.has("anyOf")) {
      List<String> types = new ArrayList<>();
      value.path("anyOf").forEach(choice -> types.add(type(choice)));
      return String.join(", or ", types);
    }
    // In zones a number may stand in quotes: integer or string.
    JsonNode first = value.path("type").isArray() ? value.path("type").get(0) : value.path("type");
    return switch (first.equals(value.path("type")) || value.has("minimum")
        ? first.asString("")
        : "") {
      case "integer", "number" ->
          "number from %s to %s".formatted(value.path("minimum"), value.path("maximum"));
      case "array" -> "a list";
      case "boolean" -> "`true` or `false`";
      case "object" ->
          value.path("additionalProperties").isObject() ? "mapping by name" : "mapping";
      case "string" -> "text";
      default -> "as the type has it";
    };
  }

  private static Collector<CharSequence, ?, String> or() {
    return Collectors.joining(" or ");
  }

  private static String code(JsonNode value) {
    return "`" + flow(value) + "`";
  }

  private static String flow(JsonNode value) {
    if (value.isArray()) {
      return value
          .valueStream()
          .map(ReferenceTable::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(each -> each.getKey() + ": " + flow(each.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    boolean quoted = value.isString() && value.asString().contains(":");
    return quoted ? '"' + value.asString() + '"' : value.asString();
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? schema.at(node.path("$ref").asString().substring(1)) : node;
  }
}
