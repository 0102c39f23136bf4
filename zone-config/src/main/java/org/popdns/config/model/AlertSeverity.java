package org.popdns.config.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How much an alert is to hurry people, from the least on. */
public enum AlertSeverity {
  /** Somebody may want to know. */
  INFO("info"),
  /** Something is wrong, and clients do not notice yet. */
  WARNING("warning"),
  /** Clients are served otherwise than planned. */
  ERROR("error"),
  /** Clients are served badly or not at all, or may soon be. */
  CRITICAL("critical");

  private final String label;

  AlertSeverity(String label) {
    this.label = label;
  }

  /** The name in files, messages and metrics. */
  public String label() {
    return label;
  }

  /** The one of a name; empty if there is none. */
  public static Optional<AlertSeverity> of(String label) {
    return Arrays.stream(values()).filter(value -> value.label.equals(label)).findFirst();
  }

  /** All names, the least severe first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(AlertSeverity::label).toList();
  }

  /** True if this is so severe, or more. */
  public boolean isAtLeast(AlertSeverity least) {
    return compareTo(least) >= 0;
  }
}
