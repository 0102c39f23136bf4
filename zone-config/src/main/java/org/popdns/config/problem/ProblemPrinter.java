package org.popdns.config.problem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows problems to people, as compilers do:
 *
 * <pre>
 * clusters.yaml:12:5: error: unknown key 'memebrs'; did you mean 'members'?
 *     memebrs:
 *     ^~~~~~~
 * </pre>
 *
 * <p>At most {@value #SHOWN_PER_FILE} problems of a file are shown, errors before others; the rest
 * are counted. Immutable.
 */
public final class ProblemPrinter {

  /** How many problems of one file are shown. */
  public static final int SHOWN_PER_FILE = 50;

  /** Whether the text carries terminal colours. */
  public enum Colours {
    /** Plain text. */
    OFF,
    /** ANSI escape sequences. */
    ON
  }

  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String CYAN = "\u001b[1;36m";
  private static final String GREEN = "\u001b[1;32m";

  private final Colours colours;

  /** A printer with or without colours. */
  public ProblemPrinter(Colours colours) {
    this.colours = colours;
  }

  /**
   * The problems as text, each line ended by a line feed.
   *
   * @param problems sorted by place
   */
  public String print(List<Problem> problems) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Integer> errors = new HashMap<>();
    for (Problem problem : problems) {
      counts.merge(problem.file(), 1, Integer::sum);
      errors.merge(problem.file(), isError(problem) ? 1 : 0, Integer::sum);
    }
    StringBuilder out = new StringBuilder();
    Map<String, Integer> seen = new HashMap<>();
    Map<String, Integer> seenErrors = new HashMap<>();
    for (Problem problem : problems) {
      String file = problem.file();
      int number = seen.merge(file, 1, Integer::sum);
      int error = seenErrors.merge(file, isError(problem) ? 1 : 0, Integer::sum);
      // What stops a file from being served is not left out for what does not.
      int others = Math.max(0, SHOWN_PER_FILE - errors.getOrDefault(file, 0));
      if (isError(problem) ? error <= SHOWN_PER_FILE : number - error <= others) {
        print(problem, out);
      }
      int all = counts.getOrDefault(file, 0);
      if (number == all && all > SHOWN_PER_FILE) {
        out.append(file.isEmpty() ? "" : file + ": ")
            .append("and ")
            .append(all - SHOWN_PER_FILE)
            .append(all == SHOWN_PER_FILE + 1 ? " more problem\n" : " more problems\n");
      }
    }
    return out.toString();
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Severity.ERROR;
  }

  private void print(Problem problem, StringBuilder out) {
    String place =
        switch (problem.location()) {
          case Location.Token token -> token.position() + ": ";
          case Location.WholeFile whole -> whole.file() + ": ";
          case Location.Outside outside -> "";
        };
    String severityColour =
        switch (problem.severity()) {
          case ERROR -> RED;
          case WARNING -> YELLOW;
          case NOTE -> CYAN;
        };
    out.append(coloured(BOLD, place))
        .append(coloured(severityColour, problem.severity() + ":"))
        .append(' ')
        .append(problem.text())
        .append('\n');
    if (problem.location() instanceof Location.Token token && !token.excerpt().text().isBlank()) {
      Excerpt excerpt = token.excerpt();
      out.append(excerpt.text().stripTrailing()).append('\n');
      // Tabs before the token are repeated, so that the caret stands under it whatever their width.
      excerpt
          .text()
          .codePoints()
          .limit(excerpt.column() - 1L)
          .forEach(c -> out.append(c == '\t' ? '\t' : ' '));
      out.append(coloured(GREEN, "^" + "~".repeat(excerpt.length() - 1))).append('\n');
    }
  }

  private String coloured(String colour, String text) {
    return colours == Colours.OFF || text.isEmpty() ? text : colour + text + RESET;
  }
}
