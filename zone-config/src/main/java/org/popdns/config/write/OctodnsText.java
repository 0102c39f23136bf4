package org.popdns.config.write;

import java.util.Arrays;

/** TXT and SPF as octoDNS has them: one text with its own rules of escapes. Stateless. */
final class OctodnsText {

  private OctodnsText() {}

  /** The bytes of all strings, one behind the other. */
  static byte[] joined(byte[] rdata) {
    byte[] text = new byte[rdata.length];
    int end = 0;
    for (int i = 0; i < rdata.length; i += 1 + (rdata[i] & 0xff)) {
      System.arraycopy(rdata, i + 1, text, end, rdata[i] & 0xff);
      end += rdata[i] & 0xff;
    }
    return Arrays.copyOf(text, end);
  }

  /** The text of bytes. */
  static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      int c = bytes[i] & 0xff;
      boolean looksElse =
          switch (c) {
            // Around a text, and with a space between them, quotes mean chunks.
            case '"' ->
                i == 0 || i == bytes.length - 1 || isJoint(bytes, i) || isJoint(bytes, i - 2);
            // Two backslashes and an escaped semicolon are refused as escaped twice.
            case '\\' -> i + 1 < bytes.length && bytes[i + 1] == ';';
            default -> c < ' ' || c >= 0x7f;
          };
      if (looksElse) {
        text.append('\\').append((char) ('0' + c / 100));
        text.append((char) ('0' + c / 10 % 10)).append((char) ('0' + c % 10));
      } else {
        text.append(c == '\\' || c == ';' ? "\\" : "").append((char) c);
      }
    }
    return text.toString();
  }

  /** True if {@code " "} begins there. */
  private static boolean isJoint(byte[] bytes, int at) {
    return at >= 0
        && at + 2 < bytes.length
        && bytes[at] == '"'
        && bytes[at + 1] == ' '
        && bytes[at + 2] == '"';
  }
}
