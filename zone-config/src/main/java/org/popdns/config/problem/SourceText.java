package org.popdns.config.problem;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file's text, by line. Lines end in LF, CR LF or a lone CR, as in YAML 1.2 §5.4. Of a file that
 * may hold any bytes there is no text, but excerpts. Used by the one thread that loads.
 */
public final class SourceText {

  private final Path file;
  private final String text;
  private final int[] lineStarts;
  private final @Nullable SourceBytes bytes;
  private int lastLine;
  private int lastColumn;
  private int lastIndex;

  /**
   * Splits a text into lines.
   *
   * @param file the file as the operator named it
   * @param text all of it
   */
  public SourceText(Path file, String text) {
    this(file, text, null);
  }

  private SourceText(Path file, String text, @Nullable SourceBytes bytes) {
    this.file = file;
    this.text = text;
    this.lineStarts = lineStarts(text);
    this.bytes = bytes;
  }

  /** A file that may hold any bytes, which nobody changes; {@link #text} is empty. */
  public static SourceText ofBytes(Path file, byte[] bytes) {
    return new SourceText(file, "", new SourceBytes(bytes));
  }

  /**
   * Where a line of a file of bytes begins.
   *
   * @param line counted from 1
   */
  public int lineStart(int line) {
    return bytes == null ? lineStarts[line - 1] : Math.max(0, bytes.lineStart(line));
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[64];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lineEnds =
          c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (lineEnds) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /** The file as the operator named it. */
  public Path file() {
    return file;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** How many lines there are, the last one included, which may be empty. */
  public int lineCount() {
    return lineStarts.length;
  }

  /** A line's length in code points, without its end; 0 if the text has no such line. */
  public int lineLength(int line) {
    return line < 1 || line > lineStarts.length
        ? 0
        : text.codePointCount(lineStarts[line - 1], lineEnd(line));
  }

  /**
   * The excerpt that shows a token. Of a long line only the part around the token is touched, as
   * there may be many problems in a line of many megabytes.
   */
  Excerpt excerpt(Span span) {
    if (bytes != null) {
      return bytes.excerpt(span);
    }
    if (span.line() < 1 || span.line() > lineStarts.length) {
      return Excerpt.of("", 1, 0, Excerpt.Cut.NOWHERE);
    }
    int start = lineStarts[span.line() - 1];
    int end = lineEnd(span.line());
    int token = index(span.line(), span.column());
    boolean isLong = end - start > Excerpt.LONGEST;
    int from = isLong ? Math.max(start, token - Excerpt.BEFORE) : start;
    if (from > start && Character.isLowSurrogate(text.charAt(from))) {
      from++;
    }
    int to = Math.min(end, from + Excerpt.LONGEST);
    if (to < end && Character.isLowSurrogate(text.charAt(to))) {
      to--;
    }
    Excerpt.Cut cut =
        from > start
            ? (to < end ? Excerpt.Cut.BOTH : Excerpt.Cut.BEFORE)
            : (to < end ? Excerpt.Cut.BEHIND : Excerpt.Cut.NOWHERE);
    int column = text.codePointCount(from, Math.clamp(token, from, to)) + 1;
    return Excerpt.of(text.substring(from, to), column, span.length(), cut);
  }

  // Columns are code points, strings are not: count on from the place of the last call, since
  // problems come in the order of the file.
  private int index(int line, int column) {
    boolean onward = line == lastLine && column >= lastColumn;
    int from = onward ? lastIndex : lineStarts[line - 1];
    int fromColumn = onward ? lastColumn : 1;
    int end = lineEnd(line);
    int index = from;
    int at = fromColumn;
    while (at < column && index < end) {
      index += Character.charCount(text.codePointAt(index));
      at++;
    }
    lastLine = line;
    lastColumn = at;
    lastIndex = index;
    return index;
  }

  private int lineEnd(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  /** The span of one character, given by its index in {@link #text}. */
  public Span spanOf(int index) {
    int found = Arrays.binarySearch(lineStarts, index);
    int line = found >= 0 ? found : -found - 2;
    return new Span(line + 1, text.codePointCount(lineStarts[line], index) + 1, 1);
  }
}
