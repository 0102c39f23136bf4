package org.popdns.config.problem;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that is wrong with a configuration. Immutable; complete in itself.
 *
 * @param severity whether the configuration is refused
 * @param location what it is about
 * @param message one line without a final stop
 * @param suggestion what was probably meant in place of the text at the location
 */
public record Problem(
    Severity severity, Location location, String message, Optional<String> suggestion) {

  /**
   * By place: what lies outside the files first, then by file, line and column; errors before
   * warnings before notes at the same place.
   */
  public static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::severity)
          .thenComparing(Problem::message);

  /** The file it is about; empty text if none. */
  String file() {
    return switch (location) {
      case Location.Token token -> token.position().file().toString();
      case Location.WholeFile whole -> whole.file().toString();
      case Location.Outside outside -> "";
    };
  }

  private int line() {
    return location instanceof Location.Token token ? token.position().line() : 0;
  }

  private int column() {
    return location instanceof Location.Token token ? token.position().column() : 0;
  }

  /** The message with the suggestion, on one line. */
  public String text() {
    return suggestion.map(s -> message + "; did you mean " + Quoted.of(s) + "?").orElse(message);
  }
}
