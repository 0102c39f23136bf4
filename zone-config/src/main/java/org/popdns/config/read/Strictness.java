package org.popdns.config.read;

import org.popdns.config.problem.Severity;

/** From which severity on a problem makes what it is about broken. */
public enum Strictness {
  /** Errors alone. */
  LENIENT,
  /** Warnings count as well: {@code strict: true}. */
  STRICT;

  /** True if a problem of the severity does. */
  public boolean refuses(Severity severity) {
    return switch (severity) {
      case ERROR -> true;
      case WARNING -> this == STRICT;
      case NOTE -> false;
    };
  }
}
