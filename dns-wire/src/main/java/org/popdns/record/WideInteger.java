package org.popdns.record;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A whole number without sign, of eight bytes. */
final class WideInteger extends FieldKind {

  static final WideInteger U64 = new WideInteger();

  private static final int BYTES = 8;
  private static final int MOST_DIGITS = 20;

  private WideInteger() {
    super(Extent.ONE, "a whole number from 0 to 18446744073709551615");
  }

  @Override
  int lengthBytes() {
    return BYTES;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    String text = in.ascii(word);
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.isEmpty() || text.length() > MOST_DIGITS) {
      return in.mismatch(word);
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > Long.SIZE) {
      return in.mismatch(word);
    }
    long bits = value.longValue();
    return in.put32(bits >>> 32) && in.put32(bits);
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return wire.skip(BYTES);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    text.append(Long.toUnsignedString(wire.u32() << 32 | wire.u32()));
    return true;
  }
}
