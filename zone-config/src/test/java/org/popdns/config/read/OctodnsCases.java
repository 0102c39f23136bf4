package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.popdns.config.model.Zone;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.name.InternationalName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of octoDNS with octoDNS's own verdict, and what popdns makes of them.
 *
 * @param folder where they are put to be read
 */
record OctodnsCases(Path folder) {

  private static final Path CASES = Path.of("src", "test", "resources", "octodns");
  private static final Path DOCUMENT = Path.of("..", "docs", "octodns.md");

  /** What popdns makes of a case. */
  record Reading(Optional<Zone> zone, Optional<String> error) {}

  /** The cases of a folder, by their names, in the order of their names. */
  static List<Map.Entry<String, JsonNode>> of(String kind) throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(CASES.resolve("expected.json")))
        .path("cases")
        .properties()
        .stream()
        .filter(entry -> entry.getKey().startsWith(kind + "/"))
        .toList();
  }

  /**
   * Says how what popdns has of an accepted case differs from what octoDNS has; empty if it agrees.
   */
  interface Comparison {
    Optional<String> difference(Map.Entry<String, JsonNode> entry, Zone ours) throws IOException;
  }

  /**
   * Every case of a folder is read as octoDNS has it, or stands in a table of the document.
   *
   * @param mark of the table
   * @param lenient why popdns takes what octoDNS refuses, by octoDNS's reason
   */
  void assertReadOrDocumented(
      String kind, String mark, Map<String, String> lenient, Comparison comparison)
      throws IOException {
    StringBuilder rows = new StringBuilder();
    List<String> different = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : of(kind)) {
      JsonNode expected = entry.getValue();
      boolean theirs = expected.path("verdict").asString().equals("accept");
      Reading ours = read(entry);
      if (theirs && ours.zone().isPresent()) {
        comparison
            .difference(entry, ours.zone().get())
            .ifPresent(told -> different.add(entry.getKey() + ": " + told));
      } else if (theirs != ours.zone().isPresent()) {
        rows.append(
            row(
                expected,
                theirs ? "accepts" : "refuses",
                theirs ? "refuses" : "accepts",
                ours.error().orElseGet(() -> why(lenient, expected))));
      }
    }
    assertThat(different).isEmpty();
    assertDocumented(mark, rows.toString());
  }

  /** Both, if they are not equal. */
  static Optional<String> difference(Object ours, Object theirs) {
    return ours.equals(theirs) ? Optional.empty() : Optional.of(ours + ", not " + theirs);
  }

  private static String why(Map<String, String> lenient, JsonNode expected) {
    String reason = expected.path("reasons").path(0).asString();
    assertThat(lenient).as("%s", expected).containsKey(reason);
    return lenient.getOrDefault(reason, "");
  }

  /** What popdns makes of a case as it stands; the schema has nothing against what it accepts. */
  Reading read(Map.Entry<String, JsonNode> entry) throws IOException {
    Reading reading = read(prepare(entry.getKey(), entry.getValue()), entry.getValue());
    if (reading.zone.isPresent()) {
      assertThat(schemaErrors(entry.getKey())).as(entry.getKey()).isEmpty();
    }
    return reading;
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

  static String zoneName(JsonNode expected) {
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

  static void configuration(Path root, JsonNode options) throws IOException {
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

  static Reading read(Path root, JsonNode expected) {
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

  /** A row of a table of differences. */
  private static String row(JsonNode expected, String theirs, String ours, String why) {
    return "| %s | %s | %s | %s |\n"
        .formatted(
            expected.path("about").asString().replaceFirst("\\.$", "").replace("|", "\\|"),
            theirs,
            ours,
            why.replace("|", "\\|"));
  }

  /** The document has the rows between comments, or gets them with {@code fixtures.write}. */
  private static void assertDocumented(String mark, String rows) throws IOException {
    Pattern pattern =
        Pattern.compile("(?<=<!-- " + mark + " -->\n).*?(?=<!-- end -->)", Pattern.DOTALL);
    String table = "| file | octoDNS | popdns | why |\n|---|---|---|---|\n" + rows;
    String document = Files.readString(DOCUMENT);
    if (Boolean.getBoolean("fixtures.write")) {
      document = pattern.matcher(document).replaceFirst(Matcher.quoteReplacement(table));
      Files.writeString(DOCUMENT, document);
    }
    assertThat(pattern.matcher(document).results().map(found -> found.group()))
        .containsExactly(table);
  }
}
