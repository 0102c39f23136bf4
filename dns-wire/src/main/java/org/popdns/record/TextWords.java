package org.popdns.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The words of one text: of a record's RDATA on a line of its own, or of a value that stands
 * elsewhere than in a master file. Immutable.
 */
public final class TextWords implements Words {

  private static final int FROM = 0;
  private static final int TO = 1;
  private static final int QUOTED = 2;
  private static final int ESCAPED = 3;
  private static final int ROW = 4;

  private final byte[] bytes;
  // Of each word: where it begins and ends, and 1 if it is in quotes and has escapes.
  private final int[] rows;
  private final int count;

  private TextWords(byte[] bytes, int[] rows, int count) {
    this.bytes = bytes;
    this.rows = rows;
    this.count = count;
  }

  /**
   * A value that is one word whatever is in it: quotes, spaces and backslashes mean themselves.
   *
   * @param text in UTF-8 as it goes on the wire
   */
  public static TextWords verbatim(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new TextWords(bytes, new int[] {0, bytes.length, 1, 0}, 1);
  }

  /**
   * The words of a line in presentation format (RFC 1035 §5.1), without comments and parentheses. A
   * quote that is not closed reaches to the end.
   */
  public static TextWords of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] rows = new int[8 * ROW];
    int count = 0;
    int at = 0;
    while (at < bytes.length) {
      if (isSpace(bytes[at])) {
        at++;
        continue;
      }
      boolean quoted = bytes[at] == '"';
      int from = quoted ? ++at : at;
      int escapes = 0;
      while (at < bytes.length && !(quoted ? bytes[at] == '"' : isEnd(bytes[at]))) {
        if (bytes[at] == '\\') {
          escapes = 1;
          at++;
        }
        at++;
      }
      int to = Math.min(at, bytes.length);
      if (count * ROW == rows.length) {
        rows = Arrays.copyOf(rows, rows.length * 2);
      }
      rows[count * ROW + FROM] = from;
      rows[count * ROW + TO] = to;
      rows[count * ROW + QUOTED] = quoted ? 1 : 0;
      rows[count * ROW + ESCAPED] = escapes;
      count++;
      at += quoted ? 1 : 0;
    }
    return new TextWords(bytes, rows, count);
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static boolean isEnd(byte c) {
    return isSpace(c) || c == '"';
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
    return rows[word * ROW + FROM];
  }

  @Override
  public int to(int word) {
    return rows[word * ROW + TO];
  }

  @Override
  public boolean isQuoted(int word) {
    return rows[word * ROW + QUOTED] == 1;
  }

  @Override
  public boolean isEscaped(int word) {
    return rows[word * ROW + ESCAPED] == 1;
  }
}
