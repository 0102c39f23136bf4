package org.popdns.name;

import org.jspecify.annotations.Nullable;

/**
 * Reads names from bytes in presentation format (RFC 1035 §5.1) into a buffer that is used over and
 * over. Any byte may stand in a label, those above 127 as they are. Used by one thread.
 */
public final class NameReader {

  // A name that is too long is read on for as long as this holds it.
  private final byte[] wire = new byte[2 * DomainName.MAX_LENGTH_BYTES + 2];
  private int length;
  private boolean isAbsolute;
  private @Nullable String problem;

  /** The name that was read last, uncompressed, from the beginning. Valid until the next one. */
  public byte[] wire() {
    return wire;
  }

  /** Its length in bytes, the root label included. */
  public int length() {
    return length;
  }

  /** True if it ended in a dot. */
  public boolean isAbsolute() {
    return isAbsolute;
  }

  /** What is wrong with the text, as it stands behind it: {@code has an empty label}. */
  public String problem() {
    return problem == null ? "" : problem;
  }

  /**
   * Reads a name.
   *
   * @param text holds it from {@code from} to {@code to}, escapes in it
   * @param origin what a name without a final dot is relative to, in wire format; {@code @} is the
   *     origin itself
   * @return false if it is no name
   */
  public boolean read(byte[] text, int from, int to, byte[] origin) {
    problem = null;
    isAbsolute = false;
    length = 0;
    if (to - from == 1 && text[from] == '@') {
      return append(origin);
    }
    if (to - from == 1 && text[from] == '.') {
      isAbsolute = true;
      wire[length++] = 0;
      return true;
    }
    if (from == to) {
      return fail("is empty");
    }
    return labels(text, from, to, origin);
  }

  private boolean labels(byte[] text, int from, int to, byte[] origin) {
    int label = 0;
    length = 1;
    int i = from;
    while (i < to) {
      byte c = text[i++];
      if (c == '.') {
        if (!end(label)) {
          return false;
        }
        label = length++;
        continue;
      }
      if (c == '\\') {
        int escaped = escape(text, i, to);
        if (escaped < 0) {
          return false;
        }
        i += isDigit(text[i]) ? 3 : 1;
        c = (byte) escaped;
      }
      if (length >= wire.length - 2) {
        return fail("is longer than 255 bytes");
      }
      wire[length++] = c;
    }
    if (length - label == 1) {
      // The final dot: the name is absolute.
      isAbsolute = true;
      wire[label] = 0;
      return length <= DomainName.MAX_LENGTH_BYTES || tooLong();
    }
    return end(label) && append(origin);
  }

  /** What a backslash before {@code at} makes of what stands there; -1 if nothing. */
  private int escape(byte[] text, int at, int to) {
    if (at == to) {
      fail("has an unfinished escape");
      return -1;
    }
    if (!isDigit(text[at])) {
      return text[at] & 0xff;
    }
    if (to - at < 3 || !isDigit(text[at + 1]) || !isDigit(text[at + 2])) {
      fail("has an unfinished escape");
      return -1;
    }
    int value = (text[at] - '0') * 100 + (text[at + 1] - '0') * 10 + text[at + 2] - '0';
    if (value > 255) {
      fail("has an escape above \\255");
      return -1;
    }
    return value;
  }

  private boolean end(int label) {
    int bytes = length - label - 1;
    if (bytes == 0) {
      return fail("has an empty label");
    }
    if (bytes > DomainName.MAX_LABEL_BYTES) {
      return fail("has a label of more than 63 bytes");
    }
    wire[label] = (byte) bytes;
    return true;
  }

  private boolean append(byte[] origin) {
    if (length + origin.length > DomainName.MAX_LENGTH_BYTES) {
      length += origin.length;
      return tooLong();
    }
    System.arraycopy(origin, 0, wire, length, origin.length);
    length += origin.length;
    return true;
  }

  private boolean tooLong() {
    return fail("makes a name of " + length + " bytes, at most 255 are allowed");
  }

  private boolean fail(String why) {
    problem = why;
    return false;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
