package org.popdns.config.write;

import java.util.Map;

/** Puts YAML together in block style, as octoDNS does. Used by one thread. */
final class YamlWriter {

  private final StringBuilder out = new StringBuilder();

  /** An entry of a mapping, from the start of a line to its end. */
  YamlWriter entry(String key, YamlNode value, int indent) {
    out.append(YamlNode.text(key).written()).append(':');
    switch (value) {
      case YamlNode.Scalar scalar -> out.append(' ').append(scalar.written()).append('\n');
      case YamlNode.Sequence sequence -> {
        out.append('\n');
        // A list stands below its key without being indented.
        for (YamlNode item : sequence.items()) {
          pad(indent).append("- ");
          item(item, indent + 2);
        }
      }
      case YamlNode.Mapping mapping -> {
        out.append('\n');
        pad(indent + 2);
        mapping(mapping, indent + 2);
      }
    }
    return this;
  }

  private void item(YamlNode item, int indent) {
    switch (item) {
      case YamlNode.Scalar scalar -> out.append(scalar.written()).append('\n');
      case YamlNode.Mapping mapping -> mapping(mapping, indent);
      case YamlNode.Sequence sequence ->
          throw new IllegalArgumentException("no list stands directly in a list");
    }
  }

  /** Writes from behind the indentation of the first line. */
  private void mapping(YamlNode.Mapping mapping, int indent) {
    String before = "";
    for (Map.Entry<String, YamlNode> entry : mapping.entries().entrySet()) {
      out.append(before);
      entry(entry.getKey(), entry.getValue(), indent);
      before = " ".repeat(indent);
    }
  }

  private StringBuilder pad(int indent) {
    return out.repeat(' ', indent);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
