package org.popdns.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.Problem;
import org.popdns.config.problem.ProblemPrinter;
import org.popdns.config.problem.Severity;

/** Shows the problems of a configuration on standard error, in colour on a terminal. */
final class ProblemReport {

  private ProblemReport() {}

  /** All but notes: those are for {@code popdns check} and the start. */
  static void printWithoutNotes(PrintWriter err, List<Problem> problems) {
    print(err, problems.stream().filter(p -> p.severity() != Severity.NOTE).toList());
  }

  static void print(PrintWriter err, List<Problem> problems) {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    boolean colours = terminal && System.getenv("NO_COLOR") == null;
    ProblemPrinter printer =
        new ProblemPrinter(colours ? ProblemPrinter.Colours.ON : ProblemPrinter.Colours.OFF);
    err.print(printer.print(problems));
    err.flush();
  }
}
