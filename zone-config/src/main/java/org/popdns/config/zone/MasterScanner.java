package org.popdns.config.zone;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.popdns.config.problem.Span;
import org.popdns.record.Words;

/**
 * Splits a master file into entries of words (RFC 1035 §5.1), in place: comments are dropped,
 * parentheses join lines, quotes join words. The file is bytes, of which only those of ASCII mean
 * anything here. An entry that is broken is reported and passed over. Used by one thread.
 */
final class MasterScanner implements Words {

  /** Who is told of what is broken. */
  interface Trouble {
    /** Something is wrong at a place. */
    void error(Span span, String message);
  }

  private static final int DEEPEST_PARENTHESES = 20;
  // As many one-byte strings as RDATA holds are fewer.
  private static final int MOST_WORDS = 40_000;

  private static final byte WORD = 1;
  private static final byte BLANK = 2;
  private static final byte LINE_END = 3;
  private static final byte COMMENT = 4;
  private static final byte OPEN = 5;
  private static final byte CLOSE = 6;
  private static final byte QUOTE = 7;
  private static final byte BACKSLASH = 8;

  private static final byte[] KINDS = kinds();

  private final byte[] bytes;
  private final int end;
  private final Trouble trouble;
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int[] lines = new int[64];
  private int[] lineStarts = new int[64];
  private byte[] shapes = new byte[64];
  private int count;
  private boolean isBlank;
  private int at;
  private int line;
  private int lineStart;

  /** Prepares for a file. */
  MasterScanner(byte[] bytes, Trouble trouble) {
    this(bytes, 0, bytes.length, 1, trouble);
  }

  /**
   * Prepares for part of a file.
   *
   * @param line that of its beginning, counted from 1
   */
  MasterScanner(byte[] bytes, int from, int end, int line, Trouble trouble) {
    this.bytes = bytes;
    this.line = line;
    this.at = from;
    this.lineStart = from;
    this.end = end;
    this.trouble = trouble;
  }

  private static final byte QUOTED = 1;
  private static final byte ESCAPED = 2;

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    Arrays.fill(kinds, WORD);
    kinds[' '] = BLANK;
    kinds['\t'] = BLANK;
    kinds['\n'] = LINE_END;
    kinds['\r'] = LINE_END;
    kinds[';'] = COMMENT;
    kinds['('] = OPEN;
    kinds[')'] = CLOSE;
    kinds['"'] = QUOTE;
    kinds['\\'] = BACKSLASH;
    return kinds;
  }

  private byte kind(int index) {
    return KINDS[bytes[index] & 0xff];
  }

  /** Goes to the next entry with a word; false at the end of the file. */
  boolean next() {
    while (at < end) {
      count = 0;
      if (entry() && count > 0) {
        return true;
      }
    }
    return false;
  }

  /** Goes to what stands here, up to a line's end, whether it is a whole entry or not. */
  void line() {
    count = 0;
    if (at < end) {
      entry();
    }
  }

  /** Passes over some bytes. */
  void skip(int count) {
    at += count;
    lineStart = at;
  }

  /** Reads to the end of the entry; false if it is broken. */
  private boolean entry() {
    int open = 0;
    int openLine = 0;
    int openColumn = 0;
    boolean right = true;
    isBlank = kind(at) == BLANK;
    while (at < end) {
      switch (kind(at)) {
        case WORD, BACKSLASH -> word();
        case BLANK -> at++;
        case LINE_END -> {
          lineEnd();
          if (open == 0) {
            return right;
          }
        }
        case COMMENT -> comment();
        case QUOTE -> right &= quoted();
        case OPEN -> {
          if (open == DEEPEST_PARENTHESES) {
            return giveUp("parentheses nested more than " + DEEPEST_PARENTHESES + " deep");
          }
          open++;
          openLine = line;
          openColumn = columnOf(at, lineStart);
          at++;
        }
        default -> {
          if (open == 0) {
            right = false;
            trouble.error(here(1), "no parenthesis is open here");
          } else {
            open--;
          }
          at++;
        }
      }
      if (count > MOST_WORDS) {
        return giveUp("more than " + MOST_WORDS + " words in one record");
      }
    }
    if (open > 0) {
      trouble.error(new Span(openLine, openColumn, 1), "this parenthesis is never closed");
      return false;
    }
    return right;
  }

  /** What follows can't be told apart any more. */
  private boolean giveUp(String message) {
    trouble.error(here(1), message);
    at = end;
    return false;
  }

  private Span here(int length) {
    return new Span(line, columnOf(at, lineStart), length);
  }

  private void word() {
    int start = at;
    byte shape = 0;
    while (at < end) {
      byte kind = kind(at);
      if (kind == BACKSLASH) {
        escape();
        shape = ESCAPED;
      } else if (kind == WORD) {
        at++;
      } else {
        break;
      }
    }
    add(start, at, shape);
  }

  private boolean quoted() {
    int start = ++at;
    byte shape = QUOTED;
    while (at < end && bytes[at] != '"' && kind(at) != LINE_END) {
      if (bytes[at] == '\\') {
        escape();
        shape |= ESCAPED;
      } else {
        at++;
      }
    }
    if (at == end || bytes[at] != '"') {
      int column = columnOf(start - 1, lineStart);
      trouble.error(
          new Span(line, column, columnOf(at, lineStart) - column),
          "this quote is not closed on its line");
      return false;
    }
    add(start, at, shape);
    at++;
    return true;
  }

  // A backslash takes the meaning from the character behind it, but no line goes on behind one.
  private void escape() {
    at++;
    if (at < end && kind(at) != LINE_END) {
      at++;
    }
  }

  private void comment() {
    while (at < end && kind(at) != LINE_END) {
      at++;
    }
  }

  private void lineEnd() {
    boolean two = bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n';
    at += two ? 2 : 1;
    line++;
    lineStart = at;
  }

  private void add(int start, int wordEnd, byte shape) {
    if (count == from.length) {
      int capacity = count * 2;
      from = Arrays.copyOf(from, capacity);
      to = Arrays.copyOf(to, capacity);
      lines = Arrays.copyOf(lines, capacity);
      lineStarts = Arrays.copyOf(lineStarts, capacity);
      shapes = Arrays.copyOf(shapes, capacity);
    }
    from[count] = start;
    to[count] = wordEnd;
    lines[count] = line;
    lineStarts[count] = lineStart;
    shapes[count] = shape;
    count++;
  }

  /** True if the entry begins with space: its owner is the one before. */
  boolean isBlank() {
    return isBlank;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int from(int word) {
    return from[word];
  }

  @Override
  public int to(int word) {
    return to[word];
  }

  @Override
  public boolean isQuoted(int word) {
    return (shapes[word] & QUOTED) != 0;
  }

  @Override
  public boolean isEscaped(int word) {
    return (shapes[word] & ESCAPED) != 0;
  }

  /** Its line, counted from 1. */
  int line(int word) {
    return lines[word];
  }

  /** Its column in code points, counted from 1, that of the quote if it has one. */
  int column(int word) {
    return columnOf(start(word), lineStarts[word]);
  }

  private int start(int word) {
    return isQuoted(word) ? from[word] - 1 : from[word];
  }

  private int columnOf(int index, int start) {
    int column = 1;
    for (int i = start; i < index; i++) {
      column += isContinuation(bytes[i]) ? 0 : 1;
    }
    return column;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /** Where a word is. */
  Span span(int word) {
    return span(word, word);
  }

  /** Where some words are, or as much of them as stands on the first one's line. */
  Span span(int first, int last) {
    int until = lines[last] == lines[first] ? last : first;
    int stop = isQuoted(until) ? to[until] + 1 : to[until];
    int column = column(first);
    return new Span(lines[first], column, columnOf(stop, lineStarts[first]) - column);
  }

  /** Its text, for messages and comparisons: a character for each byte. */
  String text(int word) {
    return new String(bytes, from[word], to[word] - from[word], StandardCharsets.ISO_8859_1);
  }

  /** Its text, where it may be UTF-8. */
  String utf8(int word) {
    return new String(bytes, from[word], to[word] - from[word], StandardCharsets.UTF_8);
  }

  /** True if it is this word, without regard to case. */
  boolean is(int word, String upperCase) {
    if (to[word] - from[word] != upperCase.length() || isQuoted(word)) {
      return false;
    }
    for (int i = 0; i < upperCase.length(); i++) {
      int c = bytes[from[word] + i];
      if (c != upperCase.charAt(i) && (c < 'a' || c > 'z' || c - 0x20 != upperCase.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
