package org.popdns.config.problem;

import java.util.List;

/** The problems of a configuration in one line, for log and status. */
public final class ProblemSummary {

  private ProblemSummary() {}

  /** The first error and how many more there are. */
  public static String of(List<Problem> problems) {
    List<Problem> errors =
        problems.stream().filter(problem -> problem.severity() == Severity.ERROR).toList();
    if (errors.isEmpty()) {
      return "no errors";
    }
    String first = place(errors.getFirst().location()) + errors.getFirst().text();
    return errors.size() == 1 ? first : first + " (and " + (errors.size() - 1) + " more errors)";
  }

  private static String place(Location location) {
    return switch (location) {
      case Location.Token token -> token.position() + ": ";
      case Location.WholeFile whole -> whole.file() + ": ";
      case Location.Outside outside -> "";
    };
  }
}
