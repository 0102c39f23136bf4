package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * {@code docs/configuration.md} says what the schemas say. {@code -Dfixtures.write=true} writes its
 * tables anew.
 */
class ConfigurationReferenceTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

  @ParameterizedTest
  @CsvSource({
    "popdns, ''",
    "clusters, ''",
    "zone, /$defs/data",
    "zone, /$defs/soa",
  })
  void tables_areThoseOfTheSchemas(String name, String object) throws IOException {
    JsonNode schema = SchemaTest.schema(name).getSchemaNode();
    String table = ReferenceTable.of(schema, schema.at(object));
    Pattern section =
        Pattern.compile(
            Pattern.quote("<!-- keys: " + name + object + " -->\n") + "(.*?)(?=<!-- end -->)",
            Pattern.DOTALL);
    String document = Files.readString(DOCUMENT);
    if (Boolean.getBoolean("fixtures.write")) {
      Matcher matcher = section.matcher(document);
      document =
          matcher.replaceFirst(
              found ->
                  Matcher.quoteReplacement(
                      found.group().substring(0, found.group().indexOf('\n') + 1) + table));
      Files.writeString(DOCUMENT, document);
    }
    Matcher matcher = section.matcher(document);
    assertThat(matcher.find()).isTrue();
    assertThat(matcher.group(1)).isEqualTo(table);
  }
}
