package org.popdns.record;

import org.jspecify.annotations.Nullable;
import org.popdns.name.DomainName;

/** Goes over RDATA in wire format, field by field. Used by one thread, over and over. */
final class RdataCursor {

  /** Bytes are missing. */
  static final String CUT_OFF = "is cut off";

  private byte[] bytes = {};
  private int start;
  private int at;
  private int end;

  /** Begins with other RDATA, {@code length} bytes at {@code from}. */
  RdataCursor over(byte[] other, int from, int length) {
    bytes = other;
    start = from;
    at = from;
    end = from + length;
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the next byte is. */
  int at() {
    return at;
  }

  /** Where the RDATA ends. */
  int end() {
    return end;
  }

  /** How many bytes are left. */
  int left() {
    return end - at;
  }

  /** The unsigned byte at an offset of the RDATA, which has been gone over already. */
  int earlier(int offset) {
    return bytes[start + offset] & 0xff;
  }

  int u8() {
    return bytes[at++] & 0xff;
  }

  int u16() {
    return u8() << 8 | u8();
  }

  long u32() {
    return (long) u16() << 16 | u16();
  }

  /** The unsigned byte {@code ahead} of the next one, which is left where it is. */
  int peek(int ahead) {
    return bytes[at + ahead] & 0xff;
  }

  /** Goes over some bytes; says if they are not there. */
  @Nullable String skip(int count) {
    if (left() < count) {
      return CUT_OFF;
    }
    at += count;
    return null;
  }

  /** Goes over all that is left. */
  void skipRest() {
    at = end;
  }

  /** Goes over an uncompressed name. */
  @Nullable String skipName() {
    int from = at;
    while (true) {
      if (at >= end) {
        return CUT_OFF;
      }
      int label = bytes[at] & 0xff;
      if (label > DomainName.MAX_LABEL_BYTES) {
        return "has a compressed name or a label of more than 63 bytes";
      }
      at += 1 + label;
      if (label == 0) {
        break;
      }
    }
    return at - from <= DomainName.MAX_LENGTH_BYTES
        ? null
        : "is a name of " + (at - from) + " bytes, at most 255 are allowed";
  }

  /** Goes over a length byte and as many bytes. */
  @Nullable String skipString() {
    if (left() < 1 || left() < 1 + peek(0)) {
      return CUT_OFF;
    }
    at += 1 + peek(0);
    return null;
  }

  /** Goes over {@code count} bytes, and adds them in hexadecimal. */
  void writeHex(int count, StringBuilder text) {
    for (int i = 0; i < count; i++) {
      int value = u8();
      text.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
    }
  }

  /** Goes over an uncompressed name, and adds it with a final dot. */
  void writeName(StringBuilder text) {
    if (peek(0) == 0) {
      text.append('.');
    }
    for (int label = u8(); label != 0; label = u8()) {
      for (int i = 0; i < label; i++) {
        Escapes.writeInName(u8(), text);
      }
      text.append('.');
    }
  }
}
