package org.popdns.report.metrics;

import java.util.List;

/**
 * A family of metrics, as it is documented and exposed. Immutable.
 *
 * @param name without the suffix that its kind gives it
 * @param help in one line
 * @param labels the labels' names; no label is ever a name asked or a client
 */
record Family(Kind kind, String name, String help, List<String> labels) {

  /** What a family's values mean. */
  enum Kind {
    /** A count since the process began; only rises. */
    COUNTER("counter", "_total"),
    /** What is now. */
    GAUGE("gauge", ""),
    /** Counts by size, and their sum. */
    HISTOGRAM("histogram", ""),
    /** Always 1; what it tells is in the labels. */
    INFO("gauge", "_info");

    private final String label;
    private final String suffix;

    Kind(String label, String suffix) {
      this.label = label;
      this.suffix = suffix;
    }

    /** The type that the text format tells. */
    String label() {
      return label;
    }
  }

  /** Copies the list. */
  Family {
    labels = List.copyOf(labels);
  }

  static Family counter(String name, String help, String... labels) {
    return new Family(Kind.COUNTER, name, help, List.of(labels));
  }

  static Family gauge(String name, String help, String... labels) {
    return new Family(Kind.GAUGE, name, help, List.of(labels));
  }

  static Family histogram(String name, String help, String... labels) {
    return new Family(Kind.HISTOGRAM, name, help, List.of(labels));
  }

  static Family info(String name, String help, String... labels) {
    return new Family(Kind.INFO, name, help, List.of(labels));
  }

  /** The name that operators see. */
  String exposedName() {
    return name + kind.suffix;
  }
}
