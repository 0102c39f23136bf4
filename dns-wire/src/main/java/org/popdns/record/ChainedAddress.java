package org.popdns.record;

import org.jspecify.annotations.Nullable;

/**
 * What follows the length of an A6 record's prefix (RFC 2874 §3.1): the last bits of an IPv6
 * address, unless all 128 are the prefix's, and the prefix's name, unless it has no bits.
 */
final class ChainedAddress extends FieldKind {

  /** The address, of which the bits of the prefix are 0. */
  static final ChainedAddress SUFFIX = new ChainedAddress("an IPv6 address without its prefix");

  /** The name that has the prefix. */
  static final ChainedAddress PREFIX_NAME = new ChainedAddress("a domain name");

  private static final int BITS = 128;

  private ChainedAddress(String expected) {
    super(Extent.AT_MOST_ONE, expected);
  }

  private static int suffixBytes(int prefixBits) {
    return (BITS - prefixBits + 7) / 8;
  }

  @Override
  boolean isLowerCaseWhenCanonical() {
    return this == PREFIX_NAME;
  }

  @Override
  boolean read(RdataReader in) {
    int prefix = in.bytes()[0] & 0xff;
    if (prefix > BITS) {
      return in.failField(in.peek() - 1, "cannot follow a prefix of more than 128 bits");
    }
    if (this == PREFIX_NAME) {
      return prefix == 0 || in.name();
    }
    if (prefix == BITS) {
      return true;
    }
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    int start = in.length();
    if (!Ipv6.put(in, in.text(), in.words().from(word), in.words().to(word))) {
      return in.mismatch(word);
    }
    byte[] bytes = in.bytes();
    int from = in.length() - suffixBytes(prefix);
    bytes[from] &= (byte) (0xff >> prefix % 8);
    System.arraycopy(bytes, from, bytes, start, in.length() - from);
    in.truncate(start + suffixBytes(prefix));
    return true;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    int prefix = wire.earlier(0);
    if (prefix > BITS) {
      return "follows a prefix of more than 128 bits";
    }
    if (this == PREFIX_NAME) {
      return prefix == 0 ? null : wire.skipName();
    }
    if (wire.left() < suffixBytes(prefix)) {
      return RdataCursor.CUT_OFF;
    }
    if (prefix % 8 != 0 && (wire.peek(0) & ~(0xff >> prefix % 8)) != 0) {
      return "has bits that are the prefix's";
    }
    return wire.skip(suffixBytes(prefix));
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    int prefix = wire.earlier(0);
    if (this == PREFIX_NAME) {
      if (prefix > 0) {
        wire.writeName(text);
      }
      return true;
    }
    if (prefix < BITS) {
      byte[] address = new byte[Ipv6.BYTES];
      for (int i = Ipv6.BYTES - suffixBytes(prefix); i < Ipv6.BYTES; i++) {
        address[i] = (byte) wire.u8();
      }
      Ipv6.writeAddress(new RdataCursor().over(address, 0, address.length), text);
    }
    return true;
  }
}
