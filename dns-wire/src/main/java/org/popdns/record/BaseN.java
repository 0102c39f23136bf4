package org.popdns.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes in Base64 (RFC 4648 §4) or Base32 with the extended hexadecimal alphabet (§7). */
final class BaseN extends FieldKind {

  /** All bytes that are left, one at least, in any number of words. */
  static final BaseN TO_END = new BaseN(Extent.REST, "bytes in Base64", Form.TO_END);

  /** All bytes that are left, none or more. */
  static final BaseN MAYBE_TO_END = new BaseN(Extent.REST, "bytes in Base64", Form.MAYBE_TO_END);

  /** All bytes that are left; {@code -} for none. */
  static final BaseN DASH_TO_END =
      new BaseN(Extent.REST, "bytes in Base64, or - for none", Form.DASH_TO_END);

  /** A key, which may be missing where the flags at the beginning say so (RFC 2535 §3.1.2). */
  static final BaseN KEY = new BaseN(Extent.REST, "bytes in Base64", Form.KEY);

  /** A length byte and as many bytes in Base32 without padding (RFC 5155 §3.3). */
  static final BaseN HASH =
      new BaseN(Extent.ONE, "bytes in Base32 with the extended hexadecimal alphabet", Form.HASH);

  private static final String ALPHABET_64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final String ALPHABET_32 = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final byte[] VALUES_64 = values64();
  private static final int NO_KEY = 0xc0;

  private enum Form {
    TO_END,
    MAYBE_TO_END,
    DASH_TO_END,
    KEY,
    HASH
  }

  private final Form form;

  private BaseN(Extent extent, String expected, Form form) {
    super(extent, expected);
    this.form = form;
  }

  private static byte[] values64() {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < ALPHABET_64.length(); i++) {
      values[ALPHABET_64.charAt(i)] = (byte) i;
    }
    return values;
  }

  @Override
  boolean read(RdataReader in) {
    if (form == Form.HASH) {
      return readHash(in);
    }
    int word = in.peek();
    if (!in.hasNext()) {
      return mayBeEmpty(in) || in.next() >= 0;
    }
    if (form == Form.DASH_TO_END && in.ascii(word).equals("-")) {
      return in.nextPlain() >= 0;
    }
    int before = in.length();
    if (!joined(in)) {
      return in.problem().isEmpty() && in.mismatch(in.peek() - 1);
    }
    return in.length() > before || mayBeEmpty(in) || in.mismatch(word);
  }

  private boolean mayBeEmpty(RdataReader in) {
    return form == Form.MAYBE_TO_END
        || (form == Form.KEY && in.length() > 0 && (in.bytes()[0] & NO_KEY) == NO_KEY);
  }

  /** Takes all words that are left as Base64, however it is cut. */
  static boolean joined(RdataReader in) {
    Quartet quartet = new Quartet();
    while (in.hasNext()) {
      int word = in.nextPlainOrNone();
      if (word < 0 || !quartet.add(in, in.words().from(word), in.words().to(word))) {
        return false;
      }
    }
    return quartet.isWhole();
  }

  /** Takes part of a word as Base64. */
  static boolean part(RdataReader in, byte[] text, int from, int to) {
    Quartet quartet = new Quartet();
    return quartet.add(in, text, from, to) && quartet.isWhole();
  }

  /** Four digits of Base64, which are three bytes. Used once. */
  private static final class Quartet {

    private int digits;
    private int padding;
    private int bits;

    boolean add(RdataReader in, int from, int to) {
      return add(in, in.text(), from, to);
    }

    boolean add(RdataReader in, byte[] text, int from, int to) {
      for (int i = from; i < to; i++) {
        int value = VALUES_64[text[i] & 0xff];
        if (text[i] == '=') {
          padding++;
        } else if (value < 0 || padding > 0) {
          return false;
        } else {
          bits = bits << 6 | value;
          digits++;
        }
        if (digits + padding == 4 && !flush(in)) {
          return false;
        }
      }
      return true;
    }

    private boolean flush(RdataReader in) {
      boolean fits =
          switch (padding) {
            case 0 -> in.put8(bits >> 16) && in.put8(bits >> 8) && in.put8(bits);
            // Bits that make no whole byte must be 0.
            case 1 -> (bits & 3) == 0 && in.put8(bits >> 10) && in.put8(bits >> 2);
            case 2 -> (bits & 15) == 0 && in.put8(bits >> 4);
            default -> false;
          };
      digits = 0;
      bits = 0;
      return fits;
    }

    boolean isWhole() {
      return digits == 0 && padding <= 2;
    }
  }

  private static boolean readHash(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    byte[] text = in.text();
    int from = in.words().from(word);
    int to = in.words().to(word);
    int bytes = (to - from) * 5 / 8;
    if (bytes == 0 || bytes > 255 || !in.put8(bytes)) {
      return in.mismatch(word);
    }
    int bits = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      int value = ALPHABET_32.indexOf(Ascii.upper(text[i]));
      if (value < 0) {
        return in.mismatch(word);
      }
      bits = (bits << 5 | value) & 0xfff;
      held += 5;
      if (held >= 8) {
        held -= 8;
        if (!in.put8(bits >> held)) {
          return false;
        }
      }
    }
    boolean whole = held < 5 && (bits & ((1 << held) - 1)) == 0;
    return whole || in.mismatch(word);
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    if (form == Form.HASH) {
      if (wire.left() > 0 && wire.peek(0) == 0) {
        return "is empty";
      }
      return wire.skipString();
    }
    boolean mayBeEmpty =
        form == Form.MAYBE_TO_END
            || form == Form.DASH_TO_END
            || (form == Form.KEY && (wire.earlier(0) & NO_KEY) == NO_KEY);
    if (wire.left() == 0 && !mayBeEmpty) {
      return "is missing";
    }
    wire.skipRest();
    return null;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    if (form == Form.HASH) {
      writeHash(wire, text);
    } else if (form == Form.DASH_TO_END && wire.left() == 0) {
      text.append('-');
    } else {
      write64(wire, wire.left(), text);
    }
    return true;
  }

  /** Goes over bytes, and adds them in Base64. */
  static void write64(RdataCursor wire, int count, StringBuilder text) {
    int left = count;
    for (; left >= 3; left -= 3) {
      digits64(wire.u8() << 16 | wire.u8() << 8 | wire.u8(), 4, text);
    }
    if (left == 2) {
      digits64(wire.u8() << 16 | wire.u8() << 8, 3, text);
      text.append('=');
    } else if (left == 1) {
      digits64(wire.u8() << 16, 2, text);
      text.append("==");
    }
  }

  private static void digits64(int bits, int count, StringBuilder text) {
    for (int i = 0; i < count; i++) {
      text.append(ALPHABET_64.charAt((bits >> (18 - 6 * i)) & 63));
    }
  }

  private static void writeHash(RdataCursor wire, StringBuilder text) {
    int bits = 0;
    int held = 0;
    for (int left = wire.u8(); left > 0; left--) {
      bits = (bits << 8 | wire.u8()) & 0xfff;
      held += 8;
      while (held >= 5) {
        held -= 5;
        text.append(ALPHABET_32.charAt(bits >> held & 31));
      }
    }
    if (held > 0) {
      text.append(ALPHABET_32.charAt((bits << (5 - held)) & 31));
    }
  }
}
