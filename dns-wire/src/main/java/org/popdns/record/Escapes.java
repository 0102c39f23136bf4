package org.popdns.record;

/** Bytes as presentation format writes them where they mean something else (RFC 1035 §5.1). */
final class Escapes {

  private static final String SPECIAL_IN_NAMES = ".\\\"();@$";

  private Escapes() {}

  /** A byte of a label. */
  static void writeInName(int c, StringBuilder text) {
    if (c <= ' ' || c >= 0x7f) {
      decimal(c, text);
    } else {
      if (SPECIAL_IN_NAMES.indexOf(c) >= 0) {
        text.append('\\');
      }
      text.append((char) c);
    }
  }

  /** A byte of a text in quotes. */
  static void writeInQuotes(int c, StringBuilder text) {
    if (c < ' ' || c >= 0x7f) {
      decimal(c, text);
    } else {
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append((char) c);
    }
  }

  private static void decimal(int c, StringBuilder text) {
    text.append('\\')
        .append((char) ('0' + c / 100))
        .append((char) ('0' + c / 10 % 10))
        .append((char) ('0' + c % 10));
  }
}
