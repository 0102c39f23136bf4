package org.popdns.config.zone;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.popdns.config.tree.SourceFile;

/**
 * Splits a plain master file into entries of tokens, in place: ASCII but for its comments, what
 * {@link MasterScanner} makes of it and nothing else. Used once, by one thread.
 */
final class PlainScanner {

  private static final int MOST_TOKENS = 64;

  private static final byte FORBIDDEN = 0;
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
  private final int[] from = new int[MOST_TOKENS];
  private final int[] to = new int[MOST_TOKENS];
  private final int[] lines = new int[MOST_TOKENS];
  private final int[] columns = new int[MOST_TOKENS];
  private final boolean[] escapes = new boolean[MOST_TOKENS];
  private int count;
  private boolean isBlank;
  private int at;
  private int line = 1;
  private int lineStart;

  PlainScanner(byte[] bytes) {
    this.bytes = bytes;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    Arrays.fill(kinds, '!', 0x7f, WORD);
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

  /** Goes to the next entry with a token; false at the end of the file. */
  boolean next() throws NotPlain {
    count = 0;
    int open = 0;
    isBlank = at < bytes.length && KINDS[bytes[at] & 0xff] == BLANK;
    while (at < bytes.length) {
      switch (KINDS[bytes[at] & 0xff]) {
        case BLANK -> at++;
        case WORD, BACKSLASH -> word();
        case LINE_END -> {
          lineEnd();
          if (open == 0) {
            if (count > 0) {
              return true;
            }
            isBlank = at < bytes.length && KINDS[bytes[at] & 0xff] == BLANK;
          }
        }
        case COMMENT -> comment();
        case QUOTE -> quoted();
        case OPEN -> {
          // MasterScanner calls an entry that begins so named.
          if (count == 0 || open == 1) {
            throw new NotPlain();
          }
          open++;
          at++;
        }
        case CLOSE -> {
          if (open == 0) {
            throw new NotPlain();
          }
          open--;
          at++;
        }
        default -> throw new NotPlain();
      }
    }
    if (open > 0) {
      throw new NotPlain();
    }
    return count > 0;
  }

  private void word() throws NotPlain {
    int start = at;
    boolean escaped = false;
    while (at < bytes.length) {
      byte kind = KINDS[bytes[at] & 0xff];
      if (kind == BACKSLASH) {
        escape();
        escaped = true;
      } else if (kind == WORD) {
        at++;
      } else {
        break;
      }
    }
    add(start, escaped);
  }

  private void quoted() throws NotPlain {
    int start = at++;
    boolean escaped = false;
    while (at < bytes.length && bytes[at] != '"') {
      byte kind = KINDS[bytes[at] & 0xff];
      if (kind == BACKSLASH) {
        escape();
        escaped = true;
      } else if (kind == FORBIDDEN || kind == LINE_END) {
        throw new NotPlain();
      } else {
        at++;
      }
    }
    if (at == bytes.length) {
      throw new NotPlain();
    }
    at++;
    add(start, escaped);
  }

  // A backslash takes the meaning from the character behind it.
  private void escape() throws NotPlain {
    at++;
    byte kind = at < bytes.length ? KINDS[bytes[at] & 0xff] : FORBIDDEN;
    if (kind == FORBIDDEN || kind == LINE_END) {
      throw new NotPlain();
    }
    at++;
  }

  private void comment() throws NotPlain {
    int start = at;
    boolean ascii = true;
    while (at < bytes.length) {
      byte kind = KINDS[bytes[at] & 0xff];
      if (kind == LINE_END) {
        break;
      }
      if (kind == FORBIDDEN) {
        if (bytes[at] >= 0) {
          throw new NotPlain();
        }
        ascii = false;
      }
      at++;
    }
    if (!ascii && !SourceFile.isText(bytes, start, at)) {
      throw new NotPlain();
    }
  }

  private void lineEnd() throws NotPlain {
    if (bytes[at] == '\r') {
      at++;
      if (at == bytes.length || bytes[at] != '\n') {
        throw new NotPlain();
      }
    }
    at++;
    line++;
    lineStart = at;
  }

  private void add(int start, boolean escaped) throws NotPlain {
    if (count == MOST_TOKENS) {
      throw new NotPlain();
    }
    from[count] = start;
    to[count] = at;
    lines[count] = line;
    columns[count] = start - lineStart + 1;
    escapes[count] = escaped;
    count++;
  }

  /** The file. */
  byte[] bytes() {
    return bytes;
  }

  /** True if the entry begins with space: its owner is the one before. */
  boolean isBlank() {
    return isBlank;
  }

  /** Tokens of the entry. */
  int count() {
    return count;
  }

  /** Where a token begins, its quote included. */
  int from(int token) {
    return from[token];
  }

  /** Where it ends. */
  int to(int token) {
    return to[token];
  }

  /** True if it has a backslash. */
  boolean isEscaped(int token) {
    return escapes[token];
  }

  /** Its line, counted from 1. */
  int line(int token) {
    return lines[token];
  }

  /** Its column, counted from 1. */
  int column(int token) {
    return columns[token];
  }

  /** Its text. */
  String text(int token) {
    return new String(bytes, from[token], to[token] - from[token], StandardCharsets.US_ASCII);
  }

  /** True if it is this word, without regard to case. */
  boolean is(int token, String upperCase) {
    if (to[token] - from[token] != upperCase.length()) {
      return false;
    }
    for (int i = 0; i < upperCase.length(); i++) {
      int c = bytes[from[token] + i];
      if (c != upperCase.charAt(i) && (c < 'a' || c > 'z' || c - 0x20 != upperCase.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
