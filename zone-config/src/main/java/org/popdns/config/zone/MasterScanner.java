package org.popdns.config.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;

/**
 * Splits a master file into entries of tokens (RFC 1035 §5.1): comments are dropped, parentheses
 * join lines, quotes join words. Tokens are kept as written, so that quotes and escapes reach the
 * reader of the RDATA. Used once, by the one thread that loads.
 */
final class MasterScanner {

  private static final int DEEPEST_PARENTHESES = 20;
  // As many one-byte strings as RDATA holds are fewer.
  private static final int MOST_TOKENS = 40_000;

  private final String text;
  private final FileProblems problems;
  private int index;
  private int line = 1;
  private int column = 1;

  MasterScanner(FileProblems problems) {
    this.problems = problems;
    this.text = problems.source().text();
  }

  /** A word, or text in quotes with the quotes, as written. */
  record Token(String text, Span span) {}

  /** How an entry starts. */
  enum Start {
    /** With a name or a directive. */
    WORD,
    /** With space: the owner is the one before. */
    BLANK
  }

  /**
   * A line with anything on it, or several joined by parentheses.
   *
   * @param tokens at least one
   */
  record Line(Start start, List<Token> tokens) {}

  /** The next entry; empty at the end of the file. Broken entries are reported and passed over. */
  Optional<Line> next() {
    while (index < text.length()) {
      Start start = isBlank(text.charAt(index)) ? Start.BLANK : Start.WORD;
      List<Token> tokens = new ArrayList<>();
      if (line(tokens) && !tokens.isEmpty()) {
        return Optional.of(new Line(start, tokens));
      }
    }
    return Optional.empty();
  }

  /** Reads to the end of the entry; false if it is broken. */
  private boolean line(List<Token> tokens) {
    List<Span> open = new ArrayList<>();
    boolean right = true;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (isLineEnd(c)) {
        lineEnd();
        if (open.isEmpty()) {
          return right;
        }
      } else if (isBlank(c)) {
        advance();
      } else if (c == ';') {
        comment();
      } else if (c == '(') {
        if (open.size() == DEEPEST_PARENTHESES) {
          problems.error(
              new Span(line, column, 1),
              "parentheses nested more than " + DEEPEST_PARENTHESES + " deep");
          index = text.length();
          return false;
        }
        open.add(new Span(line, column, 1));
        advance();
      } else if (c == ')') {
        if (open.isEmpty()) {
          problems.error(new Span(line, column, 1), "no parenthesis is open here");
          right = false;
        } else {
          open.removeLast();
        }
        advance();
      } else if (tokens.size() == MOST_TOKENS) {
        problems.error(
            new Span(line, column, 1), "more than " + MOST_TOKENS + " words in one record");
        index = text.length();
        return false;
      } else if (c == '"') {
        right &= quoted(tokens);
      } else {
        word(tokens);
      }
    }
    if (!open.isEmpty()) {
      problems.error(open.getLast(), "this parenthesis is never closed");
      return false;
    }
    return right;
  }

  private boolean quoted(List<Token> tokens) {
    int start = index;
    int startColumn = column;
    advance();
    while (index < text.length() && text.charAt(index) != '"' && !isLineEnd(text.charAt(index))) {
      character();
    }
    boolean closed = index < text.length() && text.charAt(index) == '"';
    if (closed) {
      advance();
      tokens.add(token(start, startColumn));
    } else {
      problems.error(
          new Span(line, startColumn, column - startColumn),
          "this quote is not closed on its line");
    }
    return closed;
  }

  private void word(List<Token> tokens) {
    int start = index;
    int startColumn = column;
    while (index < text.length() && !endsWord(text.charAt(index))) {
      character();
    }
    tokens.add(token(start, startColumn));
  }

  private Token token(int start, int startColumn) {
    return new Token(
        text.substring(start, index), new Span(line, startColumn, column - startColumn));
  }

  private static boolean endsWord(char c) {
    return isBlank(c) || isLineEnd(c) || c == ';' || c == '(' || c == ')' || c == '"';
  }

  // A backslash takes the meaning from the character behind it.
  private void character() {
    if (text.charAt(index) == '\\'
        && index + 1 < text.length()
        && !isLineEnd(text.charAt(index + 1))) {
      advance();
    }
    advance();
  }

  private void comment() {
    while (index < text.length() && !isLineEnd(text.charAt(index))) {
      advance();
    }
  }

  private void advance() {
    if (!Character.isLowSurrogate(text.charAt(index))) {
      column++;
    }
    index++;
  }

  private void lineEnd() {
    boolean two = text.startsWith("\r\n", index);
    index += two ? 2 : 1;
    line++;
    column = 1;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
