package org.popdns.record;

/** Digits and letters among bytes. Stateless. */
final class Ascii {

  private Ascii() {}

  static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  static int upper(byte c) {
    return c >= 'a' && c <= 'z' ? c - 0x20 : c & 0xff;
  }

  /** True for ASCII letters and digits. */
  static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** The value of a hexadecimal digit, -1 if it is none. */
  static int hexDigit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int upper = upper(c);
    return upper >= 'A' && upper <= 'F' ? upper - 'A' + 10 : -1;
  }

  /** True if bytes are this word, without regard to case. */
  static boolean is(byte[] text, int from, int to, String upperCase) {
    if (to - from != upperCase.length()) {
      return false;
    }
    for (int i = 0; i < upperCase.length(); i++) {
      if (upper(text[from + i]) != upperCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A decimal number of three digits, -1 if there are not so many. */
  static int threeDigits(byte[] text, int from, int to) {
    if (to - from < 3
        || !isDigit(text[from])
        || !isDigit(text[from + 1])
        || !isDigit(text[from + 2])) {
      return -1;
    }
    return (text[from] - '0') * 100 + (text[from + 1] - '0') * 10 + text[from + 2] - '0';
  }

  /** A decimal number without sign; -1 if it is none or is higher than {@code most}. */
  static long number(byte[] text, int from, int to, long most) {
    if (from == to) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      value = value * 10 + text[i] - '0';
      if (value > most) {
        return -1;
      }
    }
    return value;
  }
}
