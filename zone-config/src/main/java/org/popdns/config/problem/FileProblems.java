package org.popdns.config.problem;

import java.util.Optional;
import org.popdns.config.model.Position;

/**
 * Reports the problems inside one file, by span. Used by the one thread that loads. After {@value
 * #LIMIT} problems the rest are not collected, so that a file that is wrong throughout costs no
 * more memory than its text.
 */
public final class FileProblems {

  /** How many problems of one file are collected. */
  static final int LIMIT = 1000;

  private static final int LONGEST_MESSAGE = 400;

  private final ProblemLog log;
  private final SourceText source;
  private int count;
  private boolean hasErrors;

  FileProblems(ProblemLog log, SourceText source) {
    this.log = log;
    this.source = source;
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
    return new Position(source.file(), span.line(), span.column());
  }

  /** True if an error was reported in this file. */
  public boolean hasErrors() {
    return hasErrors;
  }

  private void add(Severity severity, Span span, String message, Optional<String> suggestion) {
    hasErrors |= severity == Severity.ERROR;
    if (count >= LIMIT) {
      log.add(
          new Problem(
              severity,
              new Location.WholeFile(source.file()),
              "more than " + LIMIT + " problems, the rest is left out",
              Optional.empty()));
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
    return new Problem(
        severity,
        new Location.Token(position(span), source.excerpt(span)),
        Quoted.safe(message, LONGEST_MESSAGE),
        suggestion);
  }
}
