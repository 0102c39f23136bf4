package org.popdns.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.popdns.record.Field;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documentation and the schema have the record types of the table. */
final class RecordTypeReferenceTest {

  private static final Path DOCUMENT = Path.of("../docs/record-types.md");
  private static final Path CONFIGURATION = Path.of("../docs/configuration.md");
  private static final Path SCHEMA =
      Path.of("src/main/resources/org/popdns/config/schema/zone.schema.json");
  private static final String BEGIN = "<!-- types -->\n";
  private static final String END = "<!-- end -->\n";

  @Test
  void document_hasTheTable() throws IOException {
    String document = Files.readString(DOCUMENT);
    int from = document.indexOf(BEGIN) + BEGIN.length();
    int to = document.indexOf(END);
    if (Boolean.getBoolean("fixtures.write")) {
      document = document.substring(0, from) + table() + document.substring(to);
      Files.writeString(DOCUMENT, document);
      to = document.indexOf(END);
    }

    assertThat(document.substring(from, to)).isEqualTo(table());
  }

  @Test
  void schema_hasTheShapesOfTheTable() throws IOException {
    JsonNode schema = JsonMapper.shared().readTree(Files.readString(SCHEMA));
    JsonNode expected = RecordShapes.in(schema);
    if (Boolean.getBoolean("fixtures.write")) {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectNameValueSpacing(Separators.Spacing.AFTER))
              .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
      Files.writeString(
          SCHEMA, JsonMapper.shared().writer().with(printer).writeValueAsString(expected) + "\n");
      schema = expected;
    }

    assertThat(schema).isEqualTo(expected);
  }

  @Test
  void configuration_namesTypesOfTheTableOnly() throws IOException {
    List<String> named =
        Files.readString(CONFIGURATION)
            .lines()
            .dropWhile(line -> !line.equals("| type | value | example |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("| "))
            .map(line -> line.substring(2, line.indexOf(' ', 2)))
            .filter(type -> !type.equals("TYPEnnn"))
            .toList();

    assertThat(named).contains("A", "TXT").isSubsetOf(RecordTypes.mnemonics());
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| type | number | RDATA | |\n|---|---|---|---|\n");
    RecordTypes.all().stream()
        .filter(type -> type.use() == RecordType.Use.DATA && !type.isOpaque())
        .sorted(Comparator.comparing(RecordType::mnemonic))
        .forEach(
            type ->
                table
                    .append("| ")
                    .append(type.mnemonic())
                    .append(" | ")
                    .append(type.number())
                    .append(" | ")
                    .append(
                        type.fields().stream()
                            .map(RecordTypeReferenceTest::field)
                            .collect(Collectors.joining("; ")))
                    .append(" | ")
                    .append(type.count() == RecordType.Count.ONE ? "one at a name" : "")
                    .append(" |\n"));
    return table.toString();
  }

  private static String field(Field field) {
    return "`"
        + field.key()
        + "`"
        + field.olderKey().map(older -> " or `" + older + "`").orElse("")
        + ": "
        + field.kind().expected().replace("|", "\\|")
        + (field.whenMissing().isPresent() ? ", may be left out" : "");
  }
}
