package org.popdns.config.write;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A piece of YAML to be written. */
sealed interface YamlNode {

  /** Text, whatever it looks like. */
  record Text(String text) implements YamlNode {}

  /** A number, as its digits. */
  record Digits(String digits) implements YamlNode {}

  /** True. */
  record Truth() implements YamlNode {}

  /** Nothing. */
  record Null() implements YamlNode {}

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
      return with(key, new Text(text));
    }

    Mapping with(String key, long number) {
      return with(key, new Digits(Long.toString(number)));
    }
  }
}
