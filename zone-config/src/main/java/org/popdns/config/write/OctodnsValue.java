package org.popdns.config.write;

import java.nio.charset.StandardCharsets;
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
  static Optional<YamlNode> of(RecordType type, byte[] rdata, OctodnsWriter.Dialect dialect) {
    return RdataText.fields(type, rdata)
        .map(
            texts ->
                switch (type.number()) {
                  case RecordType.TXT, RecordType.SPF ->
                      new YamlNode.Text(OctodnsText.of(OctodnsText.joined(rdata)));
                  case RecordType.LOC -> LocValue.of(texts.getFirst());
                  default -> value(type, texts, dialect);
                });
  }

  private static YamlNode value(
      RecordType type, List<String> texts, OctodnsWriter.Dialect dialect) {
    if (texts.size() == 1) {
      return field(type.fields().getFirst(), texts.getFirst(), dialect);
    }
    YamlNode.Mapping mapping = new YamlNode.Mapping();
    for (int i = 0; i < texts.size(); i++) {
      Field field = type.fields().get(i);
      boolean leftOut = texts.get(i).isEmpty() && field.whenMissing().isPresent();
      if (!leftOut) {
        mapping.with(field.key(), field(field, texts.get(i), dialect));
      }
    }
    return mapping;
  }

  private static YamlNode field(Field field, String text, OctodnsWriter.Dialect dialect) {
    return switch (field.kind().content()) {
      // octoDNS keeps the escapes of master files.
      case TEXT -> new YamlNode.Text(withEscapes(TextWords.of(text), 0));
      case PARAMETERS -> new ServiceValue(dialect).of(text);
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

  /** A word as a master file has it between quotes. */
  static String withEscapes(TextWords words, int word) {
    int from = words.from(word);
    return new String(words.bytes(), from, words.to(word) - from, StandardCharsets.US_ASCII);
  }
}
