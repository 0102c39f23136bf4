package org.popdns.config.problem;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file that may hold any bytes, by line, for the excerpts of its problems. Where every {@value
 * #STEP}th line begins is noted as far as somebody has asked, since most files are never asked for
 * one. A column is a byte that does not go on with a character of UTF-8. Used by one thread.
 */
final class SourceBytes {

  private static final int STEP = 256;

  private final byte[] bytes;
  private int[] starts = new int[8];
  private int known = 1;

  /** Keeps the bytes, which nobody changes. */
  SourceBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The excerpt that shows a token; of a long line only the part around it is touched. */
  Excerpt excerpt(Span span) {
    int start = lineStart(span.line());
    if (start < 0) {
      return Excerpt.of("", 1, 0, Excerpt.Cut.NOWHERE);
    }
    int token = forward(start, span.column() - 1);
    int from = start;
    if (token - start > Excerpt.LONGEST - Excerpt.BEFORE) {
      from = whole(token - Excerpt.BEFORE);
    }
    int to = token;
    int limit = from + Excerpt.LONGEST;
    while (to < bytes.length && !isLineEnd(bytes[to]) && to < limit) {
      to++;
    }
    boolean behind = to < bytes.length && !isLineEnd(bytes[to]);
    if (behind) {
      to = whole(to);
    }
    Excerpt.Cut cut =
        from > start
            ? (behind ? Excerpt.Cut.BOTH : Excerpt.Cut.BEFORE)
            : (behind ? Excerpt.Cut.BEHIND : Excerpt.Cut.NOWHERE);
    String before = shown(from, token);
    int end = Math.min(to, forward(token, span.length()));
    int length = codePoints(shown(token, Math.max(token, end)));
    return Excerpt.of(before + shown(token, to), codePoints(before) + 1, length, cut);
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Where a line begins; a negative number if there is none. */
  int lineStart(int line) {
    if (line < 1) {
      return -1;
    }
    int step = (line - 1) / STEP;
    while (known <= step) {
      int next = skipLines(starts[known - 1], STEP);
      if (next < 0) {
        return -1;
      }
      if (known == starts.length) {
        starts = Arrays.copyOf(starts, known * 2);
      }
      starts[known++] = next;
    }
    return skipLines(starts[step], (line - 1) % STEP);
  }

  private int skipLines(int from, int count) {
    int at = from;
    for (int left = count; left > 0; left--) {
      while (at < bytes.length && !isLineEnd(bytes[at])) {
        at++;
      }
      if (at == bytes.length) {
        return -1;
      }
      at += bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n' ? 2 : 1;
    }
    return at;
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  private static boolean goesOn(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /** So many columns further on, or the end of the line. */
  private int forward(int from, int columns) {
    int at = from;
    int left = columns;
    while (at < bytes.length && !isLineEnd(bytes[at])) {
      if (!goesOn(bytes[at])) {
        if (left == 0) {
          return at;
        }
        left--;
      }
      at++;
    }
    return at;
  }

  /** Not within a character. */
  private int whole(int index) {
    int at = index;
    while (at > 0 && index - at < 3 && goesOn(bytes[at])) {
      at--;
    }
    return at;
  }

  /** Bytes as text, those that are no UTF-8 as master files escape them. */
  private String shown(int from, int to) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    CharBuffer out = CharBuffer.allocate(4 * (to - from) + 1);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        int b = in.get() & 0xff;
        out.put('\\');
        out.put((char) ('0' + b / 100));
        out.put((char) ('0' + b / 10 % 10));
        out.put((char) ('0' + b % 10));
      }
      decoder.reset();
    }
  }
}
