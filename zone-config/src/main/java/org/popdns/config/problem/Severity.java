package org.popdns.config.problem;

import java.util.Locale;

/** How bad a {@link Problem} is. */
public enum Severity {
  /** The configuration is refused. */
  ERROR,
  /** The configuration is accepted, but probably does not say what its author meant. */
  WARNING,
  /** The configuration is accepted, and this is to be known: what was passed over, say. */
  NOTE;

  /** {@code error}, {@code warning} or {@code note}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
