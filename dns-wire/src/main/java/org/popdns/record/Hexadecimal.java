package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** Bytes in hexadecimal: all that are left, or a counted row of them in one word. */
final class Hexadecimal extends FieldKind {

  /** All bytes that are left, one at least, in any number of words. */
  static final Hexadecimal TO_END =
      new Hexadecimal(Extent.REST, "bytes in hexadecimal", Form.TO_END);

  /** A length byte and as many bytes; {@code -} for none (RFC 5155 §3.3). */
  static final Hexadecimal SALT =
      new Hexadecimal(Extent.ONE, "bytes in hexadecimal, or - for none", Form.SALT);

  /** An address of X.121 kind: {@code 0x}, then hexadecimal with dots anywhere (RFC 1706 §7). */
  static final Hexadecimal NSAP =
      new Hexadecimal(Extent.REST, "0x and bytes in hexadecimal", Form.NSAP);

  /** For {@link #row}: nothing but digits. */
  static final int NO_SEPARATOR = -1;

  private enum Form {
    TO_END,
    SALT,
    NSAP
  }

  private final Form form;

  private Hexadecimal(Extent extent, String expected, Form form) {
    super(extent, expected);
    this.form = form;
  }

  @Override
  boolean read(RdataReader in) {
    return switch (form) {
      case TO_END -> readToEnd(in);
      case SALT -> readSalt(in);
      case NSAP -> readNsap(in);
    };
  }

  private static boolean readToEnd(RdataReader in) {
    int word = in.peek();
    int before = in.length();
    if (!in.hasNext()) {
      return in.next() >= 0;
    }
    return joined(in)
        ? in.length() > before || in.mismatch(word)
        : in.problem().isEmpty() ? in.mismatch(in.peek() - 1) : false;
  }

  /**
   * Takes all words that are left as hexadecimal, however it is cut.
   *
   * @return false if they are none; what is wrong is said only where it is something else
   */
  static boolean joined(RdataReader in) {
    byte[] text = in.text();
    int high = -1;
    while (in.hasNext()) {
      int word = in.nextPlainOrNone();
      if (word < 0) {
        return false;
      }
      for (int i = in.words().from(word); i < in.words().to(word); i++) {
        int digit = Ascii.hexDigit(text[i]);
        if (digit < 0) {
          return false;
        }
        if (high < 0) {
          high = digit;
        } else {
          if (!in.put8(high << 4 | digit)) {
            return false;
          }
          high = -1;
        }
      }
    }
    return high < 0;
  }

  private static boolean readSalt(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    byte[] text = in.text();
    int from = in.words().from(word);
    int to = in.words().to(word);
    if (to - from == 1 && text[from] == '-') {
      return in.put8(0);
    }
    int bytes = (to - from) / 2;
    if (bytes == 0 || bytes > 255 || !in.put8(bytes) || !row(in, from, to, NO_SEPARATOR)) {
      return in.mismatch(word);
    }
    return true;
  }

  /**
   * Puts a row of hexadecimal digits; false if there are others; {@code separator} between them is
   * passed over.
   */
  static boolean row(RdataReader in, int from, int to, int separator) {
    byte[] text = in.text();
    int high = -1;
    for (int i = from; i < to; i++) {
      if ((text[i] & 0xff) == separator) {
        continue;
      }
      int digit = Ascii.hexDigit(text[i]);
      if (digit < 0) {
        return false;
      }
      if (high < 0) {
        high = digit;
      } else if (!in.put8(high << 4 | digit)) {
        return false;
      } else {
        high = -1;
      }
    }
    return high < 0;
  }

  private static boolean readNsap(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    byte[] text = in.text();
    int from = in.words().from(word);
    int to = in.words().to(word);
    int before = in.length();
    boolean marked = to - from > 2 && text[from] == '0' && Ascii.upper(text[from + 1]) == 'X';
    return (marked && row(in, from + 2, to, '.') && in.length() > before) || in.mismatch(word);
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    if (form == Form.SALT) {
      return wire.skipString();
    }
    if (wire.left() == 0) {
      return "is missing";
    }
    wire.skipRest();
    return null;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    switch (form) {
      case TO_END -> wire.writeHex(wire.left(), text);
      case NSAP -> {
        text.append("0x");
        wire.writeHex(wire.left(), text);
      }
      case SALT -> {
        int bytes = wire.u8();
        if (bytes == 0) {
          text.append('-');
        }
        wire.writeHex(bytes, text);
      }
    }
    return true;
  }
}
