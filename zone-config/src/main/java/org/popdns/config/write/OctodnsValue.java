package org.popdns.config.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.record.Field;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;
import org.popdns.record.TextWords;

/**
 * RDATA as a value in octoDNS's shape of its type: a mapping of the table's keys, a scalar where
 * there is one field, and what octoDNS has in another way. Stateless.
 */
final class OctodnsValue {

  private OctodnsValue() {}

  /**
   * The value.
   *
   * @return empty if no text of the type makes these bytes; else what reads back as the same RDATA,
   *     unless that has bytes that YAML has no way to say
   */
  static Optional<YamlNode> of(RecordType type, byte[] rdata) {
    return RdataText.fields(type, rdata).map(texts -> value(type, texts));
  }

  private static YamlNode value(RecordType type, List<String> texts) {
    switch (type.number()) {
      case RecordType.TXT, RecordType.SPF -> {
        return text(TextWords.of(texts.getFirst()));
      }
      case RecordType.LOC -> {
        return LocValue.of(texts.getFirst());
      }
      default -> {
        if (texts.size() == 1) {
          return field(type.fields().getFirst(), texts.getFirst());
        }
      }
    }
    YamlNode.Mapping mapping = new YamlNode.Mapping();
    for (int i = 0; i < texts.size(); i++) {
      Field field = type.fields().get(i);
      boolean leftOut = texts.get(i).isEmpty() && field.whenMissing().isPresent();
      if (!leftOut) {
        mapping.with(field.key(), field(field, texts.get(i)));
      }
    }
    return mapping;
  }

  private static YamlNode field(Field field, String text) {
    return switch (field.kind().content()) {
      case TEXT -> new YamlNode.Text(escaped(TextWords.of(text).text(0)));
      case PARAMETERS -> ServiceValue.of(text);
      case NAMES -> names(TextWords.of(text));
      case NAME, TEXTS -> new YamlNode.Text(text);
      case OTHER ->
          field.kind().highest() > 0 ? new YamlNode.Digits(text) : new YamlNode.Text(text);
    };
  }

  private static YamlNode names(TextWords words) {
    List<YamlNode> names = new ArrayList<>();
    for (int i = 0; i < words.count(); i++) {
      names.add(new YamlNode.Text(words.text(i)));
    }
    return new YamlNode.Sequence(names);
  }

  // octoDNS keeps the escapes of master files.
  private static String escaped(String text) {
    return text.replace("\\", "\\\\");
  }

  // One text, however it is cut into strings; octoDNS wants semicolons escaped.
  private static YamlNode text(TextWords words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.count(); i++) {
      text.append(words.text(i));
    }
    String escaped = escaped(text.toString()).replace(";", "\\;");
    // Around a text, and with a space between them, quotes mean chunks.
    boolean looksChunked = escaped.startsWith("\"") || escaped.contains("\" \"");
    return new YamlNode.Text(looksChunked ? escaped.replace("\"", "\\034") : escaped);
  }
}
