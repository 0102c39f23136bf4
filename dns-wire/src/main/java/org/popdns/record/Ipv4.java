package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** An IPv4 address: four decimal numbers without needless zeros (RFC 1035 §3.4.1). */
final class Ipv4 extends FieldKind {

  static final Ipv4 ADDRESS = new Ipv4();

  static final int BYTES = 4;

  private Ipv4() {
    super(Extent.ONE, "an IPv4 address");
  }

  /**
   * Reads an address.
   *
   * @return its bits, or -1 if it is none
   */
  static long parse(byte[] text, int from, int to) {
    long address = 0;
    int at = from;
    for (int i = 0; i < BYTES; i++) {
      int value = 0;
      int first = at;
      while (at < to && text[at] != '.') {
        if (!Ascii.isDigit(text[at]) || at - first == 3) {
          return -1;
        }
        value = value * 10 + text[at] - '0';
        at++;
      }
      boolean needlessZero = at - first > 1 && text[first] == '0';
      if (at == first || value > 255 || needlessZero || (i == 3 ? at != to : at == to)) {
        return -1;
      }
      address = address << 8 | value;
      at++;
    }
    return address;
  }

  static boolean read(RdataReader in, int word) {
    long address = parse(in.text(), in.words().from(word), in.words().to(word));
    return address >= 0 ? in.put32(address) : in.mismatch(word);
  }

  /** Goes over four bytes, and adds them. */
  static void writeAddress(RdataCursor wire, StringBuilder text) {
    text.append(wire.u8()).append('.').append(wire.u8()).append('.');
    text.append(wire.u8()).append('.').append(wire.u8());
  }

  @Override
  int lengthBytes() {
    return BYTES;
  }

  @Override
  boolean read(RdataReader in) {
    int word = in.nextPlain();
    return word >= 0 && read(in, word);
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return wire.skip(BYTES);
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    writeAddress(wire, text);
    return true;
  }
}
