package org.popdns.config.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a reload does when zones' files are wrong and all else is right. */
public enum OnError {
  /** Nothing: a configuration is taken whole or not at all. */
  REFUSE("refuse"),
  /** The other zones are taken; those that are broken stay what they were, or answer SERVFAIL. */
  KEEP("keep");

  private final String label;

  OnError(String label) {
    this.label = label;
  }

  /** The name in files. */
  public String label() {
    return label;
  }

  /** What may stand in files. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(OnError::label).toList();
  }

  /** The one of a name. */
  public static Optional<OnError> of(String label) {
    return Arrays.stream(values()).filter(value -> value.label.equals(label)).findFirst();
  }
}
