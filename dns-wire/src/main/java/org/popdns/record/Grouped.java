package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** Bytes in hexadecimal in groups of a set length, and the number of 64 bits. */
final class Grouped extends FieldKind {

  /** RFC 7043 §3.2. */
  static final Grouped EUI48 =
      new Grouped("six bytes in hexadecimal such as 00-00-5e-00-53-2a", 6, 2, '-');

  /** RFC 7043 §4.2. */
  static final Grouped EUI64 =
      new Grouped("eight bytes in hexadecimal such as 00-00-5e-ef-10-00-00-2a", 8, 2, '-');

  /** RFC 6742 §2.1.2, §2.3.2. */
  static final Grouped ILNP_64 =
      new Grouped("four groups in hexadecimal such as 2001:db8:1140:1000", 8, 4, ':');

  private final int bytes;
  private final int digits;
  private final char separator;

  private Grouped(String expected, int bytes, int digits, char separator) {
    super(Extent.ONE, expected);
    this.bytes = bytes;
    this.digits = digits;
    this.separator = separator;
  }

  @Override
  int lengthBytes() {
    return bytes;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    byte[] text = in.text();
    int at = in.words().from(word);
    int to = in.words().to(word);
    int groups = bytes * 2 / digits;
    for (int group = 0; group < groups; group++) {
      int value = 0;
      int first = at;
      while (at < to && at - first < digits && Ascii.hexDigit(text[at]) >= 0) {
        value = value << 4 | Ascii.hexDigit(text[at++]);
      }
      // RFC 7043 §3.2 wants both digits of a byte; BIND and NSD do without the first zero.
      boolean right =
          at > first && (group == groups - 1 ? at == to : at < to && text[at] == separator);
      if (!right) {
        return in.mismatch(word);
      }
      at++;
      if (!(digits == 2 ? in.put8(value) : in.put16(value))) {
        return false;
      }
    }
    return true;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return wire.skip(bytes);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    for (int at = 0; at < bytes; at += digits / 2) {
      if (at > 0) {
        text.append(separator);
      }
      wire.writeHex(digits / 2, text);
    }
    return true;
  }
}
