package org.popdns.record;

import org.jspecify.annotations.Nullable;

/**
 * An ATM address (ATM Forum, ATM Name System, §5.2): {@code +} and the digits of E.164, or the
 * address of an end system in hexadecimal, with dots anywhere.
 */
final class AtmAddress extends FieldKind {

  static final AtmAddress ADDRESS = new AtmAddress();

  private static final int END_SYSTEM = 0;
  private static final int E164 = 1;

  private AtmAddress() {
    super(Extent.ONE, "+ and digits, or bytes in hexadecimal");
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    byte[] text = in.text();
    int from = in.words().from(word);
    int to = in.words().to(word);
    if (to > from && text[from] == '+') {
      if (!in.put8(E164) || to - from == 1) {
        return in.mismatch(word);
      }
      for (int i = from + 1; i < to; i++) {
        if (!Ascii.isDigit(text[i]) || !in.put8(text[i])) {
          return in.mismatch(word);
        }
      }
      return true;
    }
    return (in.put8(END_SYSTEM) && Hexadecimal.row(in, from, to, '.') && in.length() > 1)
        || in.mismatch(word);
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    if (wire.left() < 2) {
      return RdataCursor.CUT_OFF;
    }
    if (wire.u8() == E164) {
      while (wire.left() > 0) {
        if (!Ascii.isDigit((byte) wire.u8())) {
          return "is of E.164, but does not have digits only";
        }
      }
    }
    wire.skipRest();
    return null;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    switch (wire.u8()) {
      case END_SYSTEM -> wire.writeHex(wire.left(), text);
      case E164 -> {
        text.append('+');
        while (wire.left() > 0) {
          text.append((char) wire.u8());
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
