package org.popdns.config.write;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A piece of YAML to be written. */
sealed interface YamlNode {

  /** Words that every YAML reader takes for text. */
  Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*\\.?|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** Words that a reader of YAML 1.1 takes for something else. */
  Pattern RESERVED = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

  /**
   * A scalar.
   *
   * @param written in quotes where it needs them
   */
  record Scalar(String written) implements YamlNode {}

  /** A list. */
  record Sequence(List<YamlNode> items) implements YamlNode {

    /** Copies the list. */
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A mapping in octoDNS's order of keys. */
  record Mapping(SortedMap<String, YamlNode> entries) implements YamlNode {

    /** An empty mapping. */
    public Mapping() {
      this(new TreeMap<>(NaturalOrder.INSTANCE));
    }

    Mapping with(String key, YamlNode value) {
      entries.put(key, value);
      return this;
    }

    Mapping with(String key, String text) {
      return with(key, text(text));
    }

    Mapping with(String key, long number) {
      return with(key, new Scalar(Long.toString(number)));
    }
  }

  /** Nothing. */
  YamlNode NULL = new Scalar("null");

  /** Text, in quotes unless every reader takes it for text without them. */
  static Scalar text(String text) {
    if (PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches()) {
      return new Scalar(text);
    }
    boolean printable = text.codePoints().allMatch(c -> c >= ' ' && c < 0x7f);
    return new Scalar(printable ? "'" + text.replace("'", "''") + "'" : escaped(text));
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
              } else {
                out.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
              }
            });
    return out.append('"').toString();
  }
}
