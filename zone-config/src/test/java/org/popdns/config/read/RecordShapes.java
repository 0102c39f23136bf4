package org.popdns.config.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.popdns.record.Field;
import org.popdns.record.FieldKind;
import org.popdns.record.FieldKind.Extent;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;
import org.popdns.record.ServiceParameter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the schema of zones says of each record type's values, from the table of record types. A
 * shape is never narrower than what popdns reads: an editor must not complain of a file that works.
 */
final class RecordShapes {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String VALUE = "value-";
  private static final String VALUES = "values-";
  private static final String GENERIC = "generic";

  /** Shapes of kinds that are one word, and what else a pattern can tell, by what is expected. */
  private static final Map<String, String> SHAPES =
      Map.of(
          "an IPv4 address", ref("ipv4"),
          "an IPv6 address", ref("ipv6"),
          "bytes in hexadecimal", ref("hex"),
          "bytes in Base64", ref("base64"),
          "a word of ASCII letters and digits",
              """
              {"type": ["string", "number", "boolean"], "pattern": "^[A-Za-z0-9\\\\\\\\]+$"}\
              """,
          "0x and bytes in hexadecimal",
              """
              {"type": "string", "pattern": "^0[xX]"}\
              """);

  /** What octoDNS has in place of a text (RFC 1876), which is read as well. */
  private static final String PLACE =
      """
      {"anyOf": [{"$ref": "#/$defs/place"}, {"type": "string"}]}\
      """;

  /** The keys that octoDNS had for DS at first. */
  private static final String OLDER_DS =
      """
      {
        "type": "object",
        "description": "The keys that octoDNS had at first.",
        "additionalProperties": false,
        "required": ["flags", "protocol", "algorithm", "public_key"],
        "properties": {
          "flags": {"$ref": "#/$defs/number-65535"},
          "protocol": {"$ref": "#/$defs/number-255-or-name"},
          "algorithm": {"$ref": "#/$defs/number-255-or-name"},
          "public_key": {"$ref": "#/$defs/hex"}
        }
      }\
      """;

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "port", ref("number-65535"),
          "ipv4hint", oneOrMore(ref("ipv4")),
          "ipv6hint", oneOrMore(ref("ipv6")),
          "ech", ref("base64"),
          "dohpath", ref("text"));

  private RecordShapes() {}

  /** The schema with the shapes of the table in place of those that it has. */
  static JsonNode in(JsonNode schema) {
    ObjectNode whole = (ObjectNode) schema.deepCopy();
    ObjectNode definitions = (ObjectNode) whole.get("$defs");
    definitions.propertyNames().stream()
        .filter(name -> name.startsWith(VALUE) || name.startsWith(VALUES))
        .toList()
        .forEach(definitions::remove);
    ObjectNode data = (ObjectNode) definitions.get("data");
    ArrayNode names = (ArrayNode) data.at("/properties/type/anyOf/0/enum");
    names.removeAll();
    ArrayNode rules = (ArrayNode) data.get("allOf");
    List<JsonNode> others =
        rules
            .valueStream()
            .filter(rule -> rule.at("/then/properties/value").isMissingNode())
            .toList();
    rules.removeAll().addAll(others);
    for (RecordType type : types()) {
      names.add(type.mnemonic());
      rules.add(
          rule(
              "{\"enum\": [\"%s\", \"TYPE%d\"]}".formatted(type.mnemonic(), type.number()),
              VALUES + type.mnemonic()));
      definitions.set(VALUE + type.mnemonic(), read(shape(type)));
      definitions.set(
          VALUES + type.mnemonic(), read(values(ref(VALUE + type.mnemonic()), type.count())));
    }
    rules.add(rule(others(), VALUES + GENERIC));
    definitions.set(VALUES + GENERIC, read(values(ref(GENERIC), RecordType.Count.MANY)));
    return whole;
  }

  private static List<RecordType> types() {
    return RecordTypes.all().stream()
        .filter(type -> type.use() == RecordType.Use.DATA && type.number() != RecordType.SOA)
        .sorted(Comparator.comparing(RecordType::mnemonic))
        .toList();
  }

  private static JsonNode rule(String types, String definition) {
    return read(
        """
        {
          "if": {"properties": {"type": %s}},
          "then": {"properties": {"value": %s, "values": %s}}
        }\
        """
            .formatted(types, ref(definition), ref(definition)));
  }

  private static String others() {
    return types().stream()
        .map(type -> Integer.toString(type.number()))
        .collect(
            Collectors.joining("|", "{\"type\": \"string\", \"pattern\": \"^TYPE(?!(", ")$)\"}"));
  }

  private static String values(String item, RecordType.Count count) {
    return """
    {"anyOf": [%s, {"type": "array", "items": %s, "minItems": 1%s}]}\
    """
        .formatted(item, item, count == RecordType.Count.ONE ? ", \"maxItems\": 1" : "");
  }

  private static String shape(RecordType type) {
    if (type.isOpaque()) {
      return ref(GENERIC);
    }
    List<String> choices = new ArrayList<>();
    choices.add(
        switch (type.number()) {
          case RecordType.TXT, RecordType.SPF -> described(type.fields().getFirst(), ref("word"));
          case RecordType.LOC -> PLACE;
          default ->
              type.fields().size() == 1
                  ? described(type.fields().getFirst(), shape(type.fields().getFirst().kind()))
                  : mapping(type);
        });
    if (type.number() == RecordType.DS) {
      choices.add(OLDER_DS);
    }
    choices.add(ref(GENERIC));
    return "{\"anyOf\": [" + String.join(", ", choices) + "]}";
  }

  private static String mapping(RecordType type) {
    String keys =
        type.fields().stream()
            .flatMap(
                field ->
                    Stream.concat(Stream.of(field.key()), field.olderKey().stream())
                        .map(key -> quoted(key) + ": " + described(field, shape(field.kind()))))
            .collect(Collectors.joining(", "));
    String required =
        type.fields().stream()
            .filter(field -> field.whenMissing().isEmpty() && field.olderKey().isEmpty())
            .map(field -> quoted(field.key()))
            .collect(Collectors.joining(", "));
    String either =
        type.fields().stream()
            .flatMap(
                field ->
                    field.olderKey().stream()
                        .map(
                            older ->
                                "{\"oneOf\": [{\"required\": [%s]}, {\"required\": [%s]}]}"
                                    .formatted(quoted(field.key()), quoted(older))))
            .collect(Collectors.joining(", "));
    return """
    {"type": "object", "additionalProperties": false, "required": [%s], "properties": {%s}%s}\
    """
        .formatted(required, keys, either.isEmpty() ? "" : ", \"allOf\": [" + either + "]");
  }

  private static String described(Field field, String shape) {
    ObjectNode node = (ObjectNode) read(shape);
    node.put("description", sentence(field.kind().expected()));
    field
        .whenMissing()
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> node.put("default", Integer.parseInt(text)));
    return node.toString();
  }

  private static String shape(FieldKind kind) {
    return switch (kind.content()) {
      case NAME -> ref("domain-name");
      case NAMES -> oneOrMore(ref("domain-name"));
      case TEXT -> Optional.ofNullable(SHAPES.get(kind.expected())).orElseGet(() -> text(kind));
      case TEXTS -> oneOrMore(ref("word"));
      case PARAMETERS -> parameters();
      case OTHER -> other(kind);
    };
  }

  private static String text(FieldKind kind) {
    return kind.expected().contains("255 bytes")
        ? """
        {"type": ["string", "number", "boolean"], "maxLength": 1020}\
        """
        : ref("word");
  }

  private static String other(FieldKind kind) {
    String word =
        kind.highest() > 0
            ? integer(kind)
            : Optional.ofNullable(SHAPES.get(kind.expected()))
                .orElseGet(
                    () ->
                        kind.extent() == Extent.ONE
                            ? """
                            {"type": ["string", "number", "boolean"], "pattern": "^\\\\S+$"}\
                            """
                            : ref("word"));
    return kind.extent() == Extent.ONE ? word : oneOrMore(word);
  }

  private static String integer(FieldKind kind) {
    if (kind.highest() < 255) {
      return """
      {"type": ["integer", "string"], "minimum": 0, "maximum": %d, "pattern": "^[0-9]+$"}\
      """
          .formatted(kind.highest());
    }
    return ref(
        "number-" + kind.highest() + (kind.expected().contains(" or a name ") ? "-or-name" : ""));
  }

  private static String parameters() {
    String known =
        ServiceParameter.names().stream()
            .map(name -> quoted(name) + ": " + parameter(name))
            .collect(Collectors.joining(", "));
    return """
    {
      "type": "object",
      "additionalProperties": false,
      "properties": {%s},
      "patternProperties": {"^key[0-9]+$": {"type": ["string", "number", "boolean", "null"]}}
    }\
    """
        .formatted(known);
  }

  private static String parameter(String name) {
    int number = ServiceParameter.number(name);
    String expected = ServiceParameter.expected(number);
    String shape =
        expected.equals("without a value")
            ? "{\"enum\": [\"\", null]}"
            : """
            {"anyOf": [%s, {"enum": ["", null]}]}\
            """
                .formatted(
                    Optional.ofNullable(PARAMETERS.get(name))
                        .orElseGet(
                            () ->
                                ServiceParameter.isList(number)
                                    ? oneOrMore(ref("text"))
                                    : ref("text")));
    return ((ObjectNode) read(shape)).put("description", sentence(expected)).toString();
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static String oneOrMore(String item) {
    return """
    {"anyOf": [%s, {"type": "array", "items": %s}]}\
    """
        .formatted(item, item);
  }

  private static String ref(String definition) {
    return "{\"$ref\": \"#/$defs/" + definition + "\"}";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static JsonNode read(String json) {
    return JSON.readTree(json);
  }
}
