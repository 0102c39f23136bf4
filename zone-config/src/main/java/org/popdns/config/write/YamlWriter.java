package org.popdns.config.write;

import java.io.Serial;
import java.io.StringWriter;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/**
 * Writes YAML in block style, as octoDNS does, through Jackson's generator. An entry of the file is
 * a document of its own to the generator, for comments stand between entries. Stateless.
 */
final class YamlWriter {

  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .stringQuotingChecker(new Quoting())
          // What is read by tools in unknown encodings is ASCII, and a text stays in its line.
          .dumperOptions(
              DumpSettings.builder()
                  .setDefaultFlowStyle(FlowStyle.BLOCK)
                  .setUseUnicodeEncoding(false)
                  .setWidth(Integer.MAX_VALUE)
                  .setSplitLines(false)
                  .build())
          .build();

  private YamlWriter() {}

  /** An entry of a mapping, from the start of a line to its end. */
  static String entry(String key, YamlNode value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      generator.writeStartObject();
      generator.writeName(key);
      write(value, generator);
      generator.writeEndObject();
    }
    return out.toString();
  }

  private static void write(YamlNode node, JsonGenerator generator) {
    switch (node) {
      case YamlNode.Text text -> generator.writeString(text.text());
      case YamlNode.Digits number -> generator.writeNumber(number.digits());
      case YamlNode.Truth _ -> generator.writeBoolean(true);
      case YamlNode.Null _ -> generator.writeNull();
      case YamlNode.Sequence sequence -> {
        generator.writeStartArray();
        sequence.items().forEach(item -> write(item, generator));
        generator.writeEndArray();
      }
      case YamlNode.Mapping mapping -> {
        generator.writeStartObject();
        for (Map.Entry<String, YamlNode> entry : mapping.entries().entrySet()) {
          generator.writeName(entry.getKey());
          write(entry.getValue(), generator);
        }
        generator.writeEndObject();
      }
    }
  }

  /** Quotes all but what every reader takes for text: octoDNS's reads YAML 1.1. Stateless. */
  private static final class Quoting extends StringQuotingChecker {

    @Serial private static final long serialVersionUID = 1;

    // 010, 1:30, 1e3, dates and ~ are none of these.
    private static final Pattern PLAIN =
        Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private static final Pattern RESERVED =
        Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

    @Override
    public boolean needToQuoteName(String name) {
      return !PLAIN.matcher(name).matches() || RESERVED.matcher(name).matches();
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return needToQuoteName(value);
    }
  }
}
