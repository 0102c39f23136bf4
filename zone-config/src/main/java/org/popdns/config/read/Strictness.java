package org.popdns.config.read;

import org.popdns.config.problem.Severity;

/** From which severity on a zone is broken. */
public enum Strictness {
  /** Errors alone. */
  LENIENT,
  /** Warnings count as well: {@code strict: true}. */
  STRICT;

  boolean refuses(Severity severity) {
    return switch (severity) {
      case ERROR -> true;
      case WARNING -> this == STRICT;
      case NOTE -> false;
    };
  }
}
