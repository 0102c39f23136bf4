package org.popdns.record;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

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

  /** Texts that are a word each, without quotes around them; escapes in them are undone. */
  public static TextWords plain(List<String> texts) {
    return joined(texts, 0);
  }

  /** A text that is one word, as if in quotes; escapes in it are undone. */
  public static TextWords escaped(String text) {
    return joined(List.of(text), 1);
  }

  /** Texts that are a word each, as if in quotes; escapes in them are undone. */
  public static TextWords escaped(List<String> texts) {
    return joined(texts, 1);
  }

  private static TextWords joined(List<String> texts, int quoted) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int[] rows = new int[texts.size() * ROW];
    for (int i = 0; i < texts.size(); i++) {
      rows[i * ROW + FROM] = bytes.size();
      bytes.writeBytes(texts.get(i).getBytes(StandardCharsets.UTF_8));
      rows[i * ROW + TO] = bytes.size();
      rows[i * ROW + QUOTED] = quoted;
      rows[i * ROW + ESCAPED] = 1;
    }
    return new TextWords(bytes.toByteArray(), rows, texts.size());
  }

  /** A text of any length, cut into words of which each makes at most 255 bytes; escapes in it. */
  public static TextWords chunked(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] rows = new int[(bytes.length / RdataReader.LONGEST_STRING_BYTES + 1) * ROW];
    int count = 0;
    int at = 0;
    do {
      int from = at;
      for (int made = 0; at < bytes.length && made < RdataReader.LONGEST_STRING_BYTES; made++) {
        boolean escape = bytes[at] == '\\' && at + 1 < bytes.length;
        at += !escape ? 1 : Ascii.threeDigits(bytes, at + 1, bytes.length) >= 0 ? 4 : 2;
      }
      rows[count * ROW + FROM] = from;
      rows[count * ROW + TO] = at;
      rows[count * ROW + QUOTED] = 1;
      rows[count * ROW + ESCAPED] = 1;
      count++;
    } while (at < bytes.length);
    return new TextWords(bytes, rows, count);
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

  /** A word's text, its escapes undone, bytes that are no UTF-8 replaced. */
  public String text(int word) {
    byte[] text = new byte[to(word) - from(word)];
    int length = 0;
    for (int i = from(word); i < to(word); length++) {
      byte c = bytes[i++];
      if (c == '\\' && isEscaped(word) && i < to(word)) {
        int value = Ascii.threeDigits(bytes, i, to(word));
        c = value < 0 ? bytes[i] : (byte) value;
        i += value < 0 ? 1 : 3;
      }
      text[length] = c;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
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
