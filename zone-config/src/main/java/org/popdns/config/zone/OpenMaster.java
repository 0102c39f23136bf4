package org.popdns.config.zone;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.record.Words;

/**
 * A master file while it is read: its words, its origin, where its problems go. Used by the one
 * thread that loads.
 */
final class OpenMaster {

  private final MasterScanner scanner;
  private final FileProblems problems;
  private final int number;
  private final @Nullable Span fixed;
  private byte[] origin;
  private boolean isBroken;

  private OpenMaster(
      MasterScanner scanner,
      FileProblems problems,
      int number,
      @Nullable Span fixed,
      byte[] origin) {
    this.scanner = scanner;
    this.problems = problems;
    this.number = number;
    this.fixed = fixed;
    this.origin = origin;
  }

  /**
   * Opens a file.
   *
   * @param number what {@link ZoneRecords#file} said
   * @param origin of relative names at its beginning, in wire format
   */
  static OpenMaster file(byte[] bytes, FileProblems problems, int number, byte[] origin) {
    return new OpenMaster(
        new MasterScanner(bytes, problems::error), problems, number, null, origin);
  }

  /** A line that a directive of this file makes; all of it stands where the directive does. */
  OpenMaster made(byte[] line, Span directive) {
    return new OpenMaster(
        new MasterScanner(line, (span, message) -> problems.error(directive, message)),
        problems,
        number,
        directive,
        origin);
  }

  /** True if something in it was wrong. */
  boolean isBroken() {
    return isBroken;
  }

  MasterScanner scanner() {
    return scanner;
  }

  FileProblems problems() {
    return problems;
  }

  Path path() {
    return problems.source().file();
  }

  int number() {
    return number;
  }

  byte[] origin() {
    return origin;
  }

  void origin(byte[] other) {
    origin = other;
  }

  /** Where a word is. */
  Span span(int word) {
    return fixed != null ? fixed : scanner.span(word);
  }

  /** Where a word is, or the last one if it is missing. */
  Span spanOrLast(int word) {
    return span(Math.min(word, scanner.count() - 1));
  }

  int line(int word) {
    return fixed != null ? fixed.line() : scanner.line(word);
  }

  int column(int word) {
    return fixed != null ? fixed.column() : scanner.column(word);
  }

  void error(int word, String message) {
    isBroken = true;
    problems.error(spanOrLast(word), message);
  }

  void warning(int word, String message) {
    problems.warning(spanOrLast(word), message);
  }

  /** A word as messages show it. */
  static String shown(Words words, int word) {
    return Quoted.of(
        new String(
            words.bytes(),
            words.from(word),
            words.to(word) - words.from(word),
            StandardCharsets.UTF_8));
  }
}
