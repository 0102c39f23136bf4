package org.popdns.config.problem;

import java.util.Locale;

/** How bad a {@link Problem} is. */
public enum Severity {
  /** The configuration is refused. */
  ERROR,
  /** The configuration is accepted, but probably does not say what its author meant. */
  WARNING;

  /** {@code error} or {@code warning}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
