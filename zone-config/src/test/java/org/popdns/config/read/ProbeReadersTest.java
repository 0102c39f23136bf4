package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.popdns.config.probe.ProbeYaml;
import tools.jackson.databind.JsonNode;

/** Every kind of probe is known to the schema, and has a chapter in the documentation. */
final class ProbeReadersTest {
  private static final Path CHAPTERS = Path.of("..", "docs", "checks.md");

  private static List<String> keys() {
    return ProbeReaders.ALL.stream().map(ProbeYaml::key).toList();
  }

  @Test
  void schema_knowsTheKinds() {
    JsonNode check =
        SchemaTest.schema("clusters").getSchemaNode().at("/properties/checks/additionalProperties");
    assertThat(check.path("oneOf").valueStream().map(each -> each.at("/required/0").asString()))
        .containsExactlyElementsOf(keys());
    assertThat(check.path("properties").propertyNames()).containsAll(keys());
  }

  @Test
  void documentation_hasAChapterForEach() throws IOException {
    Set<String> headings =
        Files.readAllLines(CHAPTERS).stream()
            .filter(line -> line.startsWith("## "))
            .collect(Collectors.toSet());
    assertThat(keys())
        .allSatisfy(
            key -> assertThat(headings).anyMatch(heading -> heading.contains("`" + key + "`")));
  }
}
