package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** The two fields of AMTRELAY that share a byte (RFC 8777 §4.2.2, §4.2.3). */
final class Bits extends FieldKind {

  /** The highest bit. */
  static final Bits FIRST = new Bits("0 or 1", 1);

  /** The seven bits behind it. */
  static final Bits OTHERS = new Bits("a whole number from 0 to 127", 0x7f);

  private final int most;

  private Bits(String expected, int most) {
    super(Extent.ONE, expected);
    this.most = most;
  }

  @Override
  public long highest() {
    return most;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    long value = Ascii.number(in.text(), in.words().from(word), in.words().to(word), most);
    if (value < 0) {
      return in.mismatch(word);
    }
    if (most == 1) {
      return in.put8((int) value << 7);
    }
    in.bytes()[in.length() - 1] |= (byte) value;
    return true;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    // The second of them goes over the byte.
    return most == 1 ? (wire.left() == 0 ? RdataCursor.CUT_OFF : null) : wire.skip(1);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    text.append(most == 1 ? wire.peek(0) >> 7 : wire.u8() & most);
    return true;
  }
}
