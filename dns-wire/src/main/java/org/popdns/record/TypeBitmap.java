package org.popdns.record;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A set of record types: windows of 256, each a bitmap (RFC 4034 §4.1.2), or NXT's one bitmap. */
final class TypeBitmap extends FieldKind {

  /** One type at least. */
  static final TypeBitmap SOME = new TypeBitmap(Form.SOME);

  /** Any number of types. */
  static final TypeBitmap ANY = new TypeBitmap(Form.ANY);

  /** The types 1 to 127, without windows (RFC 2535 §5.2). */
  static final TypeBitmap NXT = new TypeBitmap(Form.NXT);

  private static final int WINDOW = 256;
  private static final int MOST_BYTES = 32;
  private static final int MOST_NXT_BYTES = 16;

  private enum Form {
    SOME,
    ANY,
    NXT
  }

  private final Form form;

  private TypeBitmap(Form form) {
    super(Extent.LIST, "record types such as A or TYPE65280");
    this.form = form;
  }

  @Override
  boolean read(RdataReader in) {
    BitSet types = new BitSet();
    if (form == Form.SOME && !in.hasNext()) {
      return in.next() >= 0;
    }
    while (in.hasNext()) {
      int word = in.nextPlain();
      if (word < 0) {
        return false;
      }
      int type = RecordTypes.number(in.text(), in.words().from(word), in.words().to(word));
      if (type < 0) {
        return in.mismatch(word);
      }
      if (form == Form.NXT && (type == 0 || type >= MOST_NXT_BYTES * 8)) {
        return in.failField(word, "can only have the types 1 to 127, not " + in.shown(word));
      }
      types.set(type);
    }
    if (form == Form.NXT) {
      return bitmap(in, types, 0, types.length());
    }
    for (int type = types.nextSetBit(0); type >= 0; ) {
      int window = type / WINDOW * WINDOW;
      int end = Math.min(window + WINDOW, types.length());
      int last = types.previousSetBit(end - 1);
      if (!in.put8(window / WINDOW)
          || !in.put8((last - window) / 8 + 1)
          || !bitmap(in, types, window, last + 1)) {
        return false;
      }
      type = types.nextSetBit(window + WINDOW);
    }
    return true;
  }

  private static boolean bitmap(RdataReader in, BitSet types, int from, int to) {
    for (int type = from; type < to; type += 8) {
      int bits = 0;
      for (int i = 0; i < 8; i++) {
        bits |= types.get(type + i) ? 0x80 >> i : 0;
      }
      if (!in.put8(bits)) {
        return false;
      }
    }
    return true;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    if (form == Form.NXT) {
      int bytes = wire.left();
      boolean right =
          bytes == 0
              || (bytes <= MOST_NXT_BYTES && wire.peek(0) < 0x80 && wire.peek(bytes - 1) != 0);
      wire.skipRest();
      return right ? null : "is not a bitmap of types below 128";
    }
    if (form == Form.SOME && wire.left() == 0) {
      return "is missing";
    }
    int before = -1;
    while (wire.left() > 0) {
      if (wire.left() < 2) {
        return RdataCursor.CUT_OFF;
      }
      int window = wire.u8();
      int bytes = wire.u8();
      if (window <= before || bytes == 0 || bytes > MOST_BYTES) {
        return "has windows out of order, or of a length that is not from 1 to 32";
      }
      if (wire.left() < bytes) {
        return RdataCursor.CUT_OFF;
      }
      if (wire.peek(bytes - 1) == 0) {
        return "has a bitmap that ends in zeros";
      }
      before = window;
      wire.skip(bytes);
    }
    return null;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    int from = text.length();
    while (wire.left() > 0) {
      int window = form == Form.NXT ? 0 : wire.u8() * WINDOW;
      int bytes = form == Form.NXT ? wire.left() : wire.u8();
      for (int i = 0; i < bytes; i++) {
        int bits = wire.u8();
        for (int k = 0; k < 8; k++) {
          if ((bits & 0x80 >> k) != 0) {
            text.append(text.length() > from ? " " : "");
            text.append(RecordTypes.portableMnemonic(window + i * 8 + k));
          }
        }
      }
    }
    return true;
  }
}
