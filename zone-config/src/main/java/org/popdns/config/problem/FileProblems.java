package org.popdns.config.problem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.Position;

/**
 * Reports the problems inside one file, by span. Used by the one thread that loads. After {@value
 * #LIMIT} problems the rest are counted only, so that a file that is wrong throughout costs no more
 * memory than its text.
 *
 * <p>What a file includes, and further files of the same thing, can be {@linkplain #part parts} of
 * it: their lines go on counting where those before end, and each problem is shown in its own file.
 */
public final class FileProblems {

  /** How many problems of one file are collected. */
  static final int LIMIT = 1000;

  private static final int LONGEST_MESSAGE = 400;

  private final ProblemLog log;
  private final SourceText source;
  private final List<Part> parts = new ArrayList<>(1);
  private int count;
  private boolean hasErrors;
  private int leftOut;
  private Severity worstLeftOut = Severity.WARNING;

  FileProblems(ProblemLog log, SourceText source) {
    this.log = log;
    this.source = source;
    this.parts.add(new Part(source, 0));
  }

  /** A text whose line 1 is the line {@code linesBefore + 1} of spans. */
  private record Part(SourceText text, int linesBefore) {}

  /**
   * Adds a text.
   *
   * @return how many lines of spans are before its first
   */
  public int part(SourceText text) {
    Part last = parts.getLast();
    int linesBefore = last.linesBefore + last.text.lineCount();
    parts.add(new Part(text, linesBefore));
    return linesBefore;
  }

  /** The number of the text that a span lies in: 0 for the first. */
  public int partNumber(Span span) {
    int i = parts.size() - 1;
    while (i > 0 && parts.get(i).linesBefore >= span.line()) {
      i--;
    }
    return i;
  }

  /** The file of a text. */
  public Path partFile(int number) {
    return parts.get(number).text.file();
  }

  /** How many lines of spans are before a text's first. */
  public int linesBefore(int number) {
    return parts.get(number).linesBefore;
  }

  private Part partOf(Span span) {
    return parts.get(partNumber(span));
  }

  private static Span within(Part part, Span span) {
    return part.linesBefore == 0
        ? span
        : new Span(span.line() - part.linesBefore, span.column(), span.length());
  }

  /** The line of a span, with its file where that is another: {@code line 7}, in messages. */
  public String line(Span span) {
    Part part = partOf(span);
    String line = "line " + (span.line() - part.linesBefore);
    return parts.size() == 1 ? line : line + " of " + part.text.file().getFileName();
  }

  /** The file's text. */
  public SourceText source() {
    return source;
  }

  /** The log that this file's problems go to. */
  public ProblemLog log() {
    return log;
  }

  /** The configuration is refused because of what stands at the span. */
  public void error(Span span, String message) {
    add(Severity.ERROR, span, message, Optional.empty());
  }

  /** The same, with what was probably meant. */
  public void error(Span span, String message, Optional<String> suggestion) {
    add(Severity.ERROR, span, message, suggestion);
  }

  /** What stands at the span is accepted, but doubtful. */
  public void warning(Span span, String message) {
    add(Severity.WARNING, span, message, Optional.empty());
  }

  /** The same, with what was probably meant. */
  public void warning(Span span, String message, Optional<String> suggestion) {
    add(Severity.WARNING, span, message, suggestion);
  }

  /** The position of a span in this file. */
  public Position position(Span span) {
    Part part = partOf(span);
    return new Position(part.text.file(), span.line() - part.linesBefore, span.column());
  }

  /** True if an error was reported in this file. */
  public boolean hasErrors() {
    return hasErrors;
  }

  /** What is said of the problems that were not collected. */
  Optional<Problem> leftOut() {
    return leftOut == 0
        ? Optional.empty()
        : Optional.of(
            new Problem(
                worstLeftOut,
                new Location.WholeFile(source.file()),
                leftOut + (leftOut == 1 ? " more problem is" : " more problems are") + " left out",
                Optional.empty()));
  }

  private void add(Severity severity, Span span, String message, Optional<String> suggestion) {
    hasErrors |= severity == Severity.ERROR;
    if (count >= LIMIT) {
      leftOut++;
      worstLeftOut = severity == Severity.ERROR ? severity : worstLeftOut;
      if (severity == Severity.ERROR) {
        log.refuse();
      }
      return;
    }
    count++;
    log.add(problem(severity, span, message, suggestion));
  }

  /** An error at a span, for whoever collects it elsewhere. */
  Problem problem(Span span, String message, Optional<String> suggestion) {
    return problem(Severity.ERROR, span, message, suggestion);
  }

  private Problem problem(
      Severity severity, Span span, String message, Optional<String> suggestion) {
    Part part = partOf(span);
    return new Problem(
        severity,
        new Location.Token(position(span), part.text.excerpt(within(part, span))),
        Quoted.safe(message, LONGEST_MESSAGE),
        suggestion);
  }
}
