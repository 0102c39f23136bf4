package org.popdns.config.tree;

import java.util.List;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;

/**
 * A value of a YAML file. Immutable. Through aliases several parents may share a node; there is no
 * cycle.
 */
public sealed interface Node {

  /** Where the value stands. */
  Span span();

  /** What the value is, for messages. */
  String kind();

  /**
   * Keys and values, in the order of the file; each key once.
   *
   * @param entries after merge keys are resolved
   */
  record MappingNode(List<Entry> entries, Span span) implements Node {
    /** Copies the list. */
    public MappingNode {
      entries = List.copyOf(entries);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A list. */
  record SequenceNode(List<Node> items, Span span) implements Node {
    /** Copies the list. */
    public SequenceNode {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Text, whatever YAML would make of it.
   *
   * @param text without quotes and escapes
   * @param form what it may be read as
   * @param style how it was written
   */
  record ScalarNode(String text, Form form, Style style, Span span) implements Node {
    @Override
    public String kind() {
      return form == Form.NULL ? "nothing" : Quoted.of(text);
    }
  }

  /** How a scalar is written. */
  enum Style {
    /** As it is. */
    PLAIN,
    /** In quotes, or as a block. */
    QUOTED
  }

  /** What YAML's core schema makes of a scalar. */
  enum Form {
    /** Text, or anything in quotes. */
    TEXT,
    /** A number without quotes. */
    NUMBER,
    /** {@code true} or {@code false} without quotes. */
    BOOLEAN,
    /** Nothing, or {@code null} or {@code ~} without quotes. */
    NULL
  }

  /** A key with its value. */
  record Entry(ScalarNode key, Node value) {}
}
