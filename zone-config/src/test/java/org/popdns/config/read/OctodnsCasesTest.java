package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.name.InternationalName;
import org.popdns.record.RecordType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of octoDNS with octoDNS's own verdict: where both accept one, they mean the same records;
 * where the verdicts differ, {@code docs/octodns.md} has it. {@code -Dfixtures.write=true} writes
 * its table.
 */
class OctodnsCasesTest {

  private static final Path CASES = Path.of("src", "test", "resources", "octodns");
  private static final Path DOCUMENT = Path.of("..", "docs", "octodns.md");
  private static final Pattern TABLE =
      Pattern.compile("(?<=<!-- cases -->\n).*?(?=<!-- end -->)", Pattern.DOTALL);

  /** Why popdns takes what octoDNS refuses, by octoDNS's reason. */
  private static final Map<String, String> LENIENT =
      Map.ofEntries(
          Map.entry("key-order", "the order of keys says nothing about DNS"),
          Map.entry("address", "the record is for another provider"),
          Map.entry("record-twice", "each is for another provider"),
          Map.entry("type-unknown", "a type that popdns has, or a record for others"),
          Map.entry("value-missing", "`values` with one value is one value"),
          Map.entry("value-field", "a number that its registry may get is served as it is"),
          Map.entry("name-form", "names of one label are names"),
          Map.entry("owner-service", "any name may have the record"),
          Map.entry(
              "svcparams", "one value is a list of one, and what clients ignore is a warning"),
          Map.entry("fault-of-octodns", "the file is right"),
          Map.entry("healthcheck-protocol", "the health check of a static record is for others"));

  @TempDir private Path folder;

  /** What popdns makes of a case. */
  private record Reading(Optional<Zone> zone, Optional<String> error) {}

  @Test
  void everyCase_isReadAsOctodnsHasIt_orStandsInTheTable() throws IOException {
    JsonNode cases =
        JsonMapper.shared()
            .readTree(Files.readString(CASES.resolve("expected.json")))
            .path("cases");
    StringBuilder table =
        new StringBuilder("| file | octoDNS | popdns | why |\n|---|---|---|---|\n");
    List<String> different = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : cases.properties()) {
      JsonNode expected = entry.getValue();
      boolean theirs = expected.path("verdict").asString().equals("accept");
      Reading ours = read(prepare(entry.getKey(), expected), expected);
      if (ours.zone.isPresent()) {
        assertThat(schemaErrors(entry.getKey())).as(entry.getKey()).isEmpty();
      }
      if (theirs && ours.zone.isPresent()) {
        Zone same = read(normal(entry.getKey(), expected), expected).zone().orElseThrow();
        if (!records(ours.zone.get()).equals(records(same))) {
          different.add(
              "%s: %s, not %s".formatted(entry.getKey(), records(ours.zone.get()), records(same)));
        }
      } else if (theirs != ours.zone.isPresent()) {
        table.append(
            "| %s | %s | %s | %s |\n"
                .formatted(
                    expected.path("about").asString().replaceFirst("\\.$", ""),
                    theirs ? "accepts" : "refuses",
                    theirs ? "refuses" : "accepts",
                    ours.error
                        .map(error -> error.replace("|", "\\|"))
                        .orElseGet(() -> lenient(expected))));
      }
    }
    assertThat(different).isEmpty();
    String document = Files.readString(DOCUMENT);
    if (Boolean.getBoolean("fixtures.write")) {
      document = TABLE.matcher(document).replaceFirst(Matcher.quoteReplacement(table.toString()));
      Files.writeString(DOCUMENT, document);
    }
    assertThat(TABLE.matcher(document).results().map(found -> found.group()))
        .containsExactly(table.toString());
  }

  /** What the schema says of a case that popdns reads, which must be nothing. */
  private List<String> schemaErrors(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name.replace('/', '-')).resolve("zones"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .flatMap(file -> SchemaTest.errors(file).stream().map(error -> file + ": " + error))
          .toList();
    }
  }

  private static String lenient(JsonNode expected) {
    String reason = expected.path("reasons").path(0).asString();
    assertThat(LENIENT).as("%s", expected).containsKey(reason);
    return LENIENT.getOrDefault(reason, "");
  }

  /** Puts the case's file or folder in place; the folder of the configuration. */
  private Path prepare(String name, JsonNode expected) throws IOException {
    Path root = Files.createDirectories(folder.resolve(name.replace('/', '-')));
    Path from = CASES.resolve(name);
    Path zones = root.resolve("zones");
    if (Files.isDirectory(from)) {
      copy(from, zones);
    } else {
      Files.createDirectories(zones);
      Files.copy(from, zones.resolve(zoneName(expected) + "yaml"));
    }
    configuration(root, expected.path("options"));
    return root;
  }

  private static String zoneName(JsonNode expected) {
    return expected.path("zone").asString();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void configuration(Path root, JsonNode options) throws IOException {
    StringBuilder yaml = new StringBuilder("listen: 127.0.0.1\nzones: zones/\noctodns: {");
    if (options.has("split_extension")) {
      yaml.append("split-extension: '")
          .append(options.path("split_extension").asString())
          .append("', ");
    }
    if (options.has("shared_filename")) {
      yaml.append("shared-file: ").append(options.path("shared_filename").asString());
    }
    Files.writeString(root.resolve("popdns.yaml"), yaml.append("}\n"));
  }

  /** The records that octoDNS has for popdns, as a file of their own. */
  private Path normal(String name, JsonNode expected) throws IOException {
    Path root = Files.createDirectories(folder.resolve(name.replace('/', '-') + "-normal"));
    ObjectNode zone = JsonNodeFactory.instance.objectNode();
    for (JsonNode record : expected.path("records")) {
      if (record.path("for_popdns").asBoolean(true)) {
        String owner = record.path("name").asString();
        ArrayNode records = zone.has(owner) ? (ArrayNode) zone.path(owner) : zone.putArray(owner);
        ObjectNode copy = ((ObjectNode) record).deepCopy();
        copy.remove(List.of("name", "for_popdns"));
        records.add(copy);
      }
    }
    Path zones = Files.createDirectories(root.resolve("zones"));
    Files.writeString(zones.resolve(zoneName(expected) + "yaml"), zone.toString());
    configuration(root, JsonNodeFactory.instance.objectNode());
    return root;
  }

  private static Reading read(Path root, JsonNode expected) {
    LoadResult result =
        new ConfigurationLoader(Map.of(), () -> "host")
            .load(root.resolve("popdns.yaml"), Overrides.NONE);
    Optional<String> error =
        result.problems().stream()
            .filter(problem -> problem.severity() == Severity.ERROR)
            .map(problem -> problem.message().replace(root + "/", ""))
            .findFirst();
    return new Reading(
        result
            .configuration()
            .map(
                configuration ->
                    configuration.zones().stream()
                        .filter(
                            zone ->
                                InternationalName.toUnicode(zone.origin())
                                    .equals(zoneName(expected)))
                        .findFirst()
                        .orElseThrow()),
        error);
  }

  /** The records but for SOA, which octoDNS has none of. */
  private static Map<String, List<String>> records(Zone zone) {
    Map<String, List<String>> records = new TreeMap<>();
    zone.recordSets().stream()
        .filter(set -> set.type() != RecordType.SOA)
        .map(RecordSet.Static.class::cast)
        .forEach(
            set ->
                records.put(
                    set.owner() + " " + set.ttlSeconds() + " " + set.type(),
                    set.rdata().stream()
                        // octoDNS writes the flags of NAPTR in capitals.
                        .map(rdata -> HexFormat.of().formatHex(lower(rdata)))
                        .sorted(Comparator.naturalOrder())
                        .toList()));
    return new LinkedHashMap<>(records);
  }

  private static byte[] lower(byte[] rdata) {
    byte[] lower = rdata.clone();
    for (int i = 0; i < lower.length; i++) {
      lower[i] = lower[i] >= 'A' && lower[i] <= 'Z' ? (byte) (lower[i] + 0x20) : lower[i];
    }
    return lower;
  }
}
