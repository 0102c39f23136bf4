package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.popdns.config.problem.Location;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.Severity;
import org.popdns.config.read.ConfigurationLoader.Overrides;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.SourceFile;
import org.popdns.config.tree.TreeReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The published schemas and our checks agree: what a schema refuses we refuse, and what we refuse a
 * schema refuses too, but for what {@code schema-cannot-tell.txt} lists: YAML itself, references to
 * other names, and what takes knowledge of DNS.
 */
class SchemaTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<String, Schema> SCHEMAS =
      Map.of(
          "popdns.yaml", schema("popdns"),
          "clusters.yaml", schema("clusters"),
          "zones", schema("zone"));
  private static final Path CANNOT_TELL =
      Path.of("src", "test", "resources", "schema-cannot-tell.txt");

  static Schema schema(String name) {
    String resource = "/org/popdns/config/schema/" + name + ".schema.json";
    try (InputStream in = SchemaTest.class.getResourceAsStream(resource)) {
      return REGISTRY.getSchema(Objects.requireNonNull(in, resource), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> exampleFiles() throws IOException {
    try (Stream<Path> files = Files.walk(ExamplesTest.EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("exampleFiles")
  void example_fitsItsSchema_andNamesIt(Path file) throws IOException {
    assertThat(errors(file)).isEmpty();

    String first = Files.readString(file).lines().findFirst().orElse("");
    assertThat(first).startsWith("# yaml-language-server: $schema=");
    Path schema = file.resolveSibling(first.substring(first.indexOf('=') + 1));
    assertThat(schema).exists();
    assertThat(schema.getFileName().toString()).isEqualTo(schemaName(file) + ".schema.json");
  }

  @Test
  void brokenConfigurations_areRefusedByTheirSchemas_whereASchemaCanTell(@TempDir Path folder)
      throws IOException {
    Set<String> cannotTell = new TreeSet<>();
    for (String fixture : BrokenConfigurationsTest.fixtures()) {
      Path copy = BrokenConfigurationsTest.prepare(fixture, folder.resolve(fixture));
      LoadResult result =
          new ConfigurationLoader(Map.of(), () -> "this-host")
              .load(copy.resolve("popdns.yaml"), Overrides.NONE);
      for (Path file : yamlFiles(copy)) {
        boolean checksRefuse = hasError(result, file);
        List<String> schemaErrors = errors(file);
        if (!checksRefuse) {
          assertThat(schemaErrors).as("%s: %s", fixture, file).isEmpty();
        } else if (schemaErrors.isEmpty()) {
          cannotTell.add(fixture + " " + copy.relativize(file));
        }
      }
    }
    if (Boolean.getBoolean("fixtures.write")) {
      Files.write(CANNOT_TELL, cannotTell);
    }
    assertThat(cannotTell).containsExactlyElementsOf(Files.readAllLines(CANNOT_TELL));
  }

  private static boolean hasError(LoadResult result, Path file) {
    return result.problems().stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .anyMatch(
            problem ->
                switch (problem.location()) {
                  case Location.Token token -> token.position().file().equals(file);
                  case Location.WholeFile whole -> whole.file().equals(file);
                  case Location.Outside outside -> false;
                });
  }

  private static List<Path> yamlFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static String schemaName(Path file) {
    return switch (String.valueOf(file.getFileName())) {
      case "popdns.yaml" -> "popdns";
      case "clusters.yaml" -> "clusters";
      default -> "zone";
    };
  }

  /** What the file's schema says; nothing if the file is no YAML. */
  static List<String> errors(Path file) {
    String name = String.valueOf(file.getFileName());
    Schema schema = Objects.requireNonNull(SCHEMAS.getOrDefault(name, SCHEMAS.get("zones")));
    Optional<Node> tree = SourceFile.read(file, new ProblemLog()).flatMap(TreeReader::read);
    return tree.map(node -> schema.validate(json(node)).stream().map(Object::toString).toList())
        .orElse(List.of());
  }

  private static JsonNode json(Node node) {
    return switch (node) {
      case Node.MappingNode mapping -> {
        ObjectNode object = JSON.objectNode();
        mapping.entries().forEach(e -> object.set(e.key().text(), json(e.value())));
        yield object;
      }
      case Node.SequenceNode list -> {
        ArrayNode array = JSON.arrayNode();
        list.items().forEach(item -> array.add(json(item)));
        yield array;
      }
      case Node.ScalarNode scalar ->
          switch (scalar.form()) {
            case NULL -> JSON.nullNode();
            case BOOLEAN -> JSON.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NUMBER -> JSON.numberNode(new BigDecimal(scalar.text()));
            case TEXT -> JSON.stringNode(scalar.text());
          };
    };
  }
}
