package org.popdns.config.problem;

import java.nio.file.Path;
import java.util.Arrays;

/** A file's text, by line. Lines end in LF, CR LF or a lone CR, as in YAML 1.2 §5.4. Immutable. */
public final class SourceText {

  private final Path file;
  private final String text;
  private final int[] lineStarts;

  /**
   * Splits a text into lines.
   *
   * @param file the file as the operator named it
   * @param text all of it
   */
  public SourceText(Path file, String text) {
    this.file = file;
    this.text = text;
    this.lineStarts = lineStarts(text);
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

  /** A line without its end; empty if the text has no such line. */
  public String line(int line) {
    if (line < 1 || line > lineStarts.length) {
      return "";
    }
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(start, end);
  }

  /** The span of one character, given by its index in {@link #text}. */
  public Span spanOf(int index) {
    int found = Arrays.binarySearch(lineStarts, index);
    int line = found >= 0 ? found : -found - 2;
    return new Span(line + 1, text.codePointCount(lineStarts[line], index) + 1, 1);
  }
}
