package org.popdns.config.problem;

import java.util.List;

/** The problems of a configuration in one line each or all together, for log and status. */
public final class ProblemSummary {

  private ProblemSummary() {}

  /** The first error and how many more there are. */
  public static String of(List<Problem> problems) {
    List<Problem> errors =
        problems.stream().filter(problem -> problem.severity() == Severity.ERROR).toList();
    if (errors.isEmpty()) {
      return "no errors";
    }
    String first = line(errors.getFirst());
    return switch (errors.size()) {
      case 1 -> first;
      case 2 -> first + " (and 1 more error)";
      default -> first + " (and " + (errors.size() - 1) + " more errors)";
    };
  }

  /** A problem in one line: its place and what is wrong. */
  public static String line(Problem problem) {
    return place(problem.location()) + problem.text();
  }

  private static String place(Location location) {
    return switch (location) {
      case Location.Token token -> token.position() + ": ";
      case Location.WholeFile whole -> whole.file() + ": ";
      case Location.Outside outside -> "";
    };
  }
}
