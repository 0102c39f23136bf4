package org.popdns.record;

import org.jspecify.annotations.Nullable;

/**
 * A host that is an address of either family, a name or none at all, as a byte before it says:
 * IPSECKEY's gateway (RFC 4025 §2.5) and AMTRELAY's relay (RFC 8777 §4.2.4).
 */
final class Gateway extends FieldKind {

  /** Its kind stands in the second byte. */
  static final Gateway IPSECKEY = new Gateway(0xff);

  /** Its kind stands in the seven low bits of the second byte. */
  static final Gateway AMTRELAY = new Gateway(0x7f);

  private static final int KIND_AT = 1;
  private static final int NOTHING = 0;
  private static final int IPV4 = 1;
  private static final int IPV6 = 2;
  private static final int NAME = 3;

  private final int mask;

  private Gateway(int mask) {
    super(
        Extent.ONE, "what its type says: . for 0, an IPv4 address for 1, IPv6 for 2, a name for 3");
    this.mask = mask;
  }

  @Override
  boolean read(RdataReader in) {
    int kind = in.bytes()[KIND_AT] & mask;
    if (kind == NAME) {
      return in.name();
    }
    int word = in.nextPlain();
    if (word < 0) {
      return false;
    }
    byte[] text = in.text();
    int from = in.words().from(word);
    int to = in.words().to(word);
    return switch (kind) {
      case NOTHING -> (to - from == 1 && text[from] == '.') || in.mismatch(word);
      case IPV4 -> Ipv4.read(in, word);
      case IPV6 -> Ipv6.put(in, text, from, to) || in.mismatch(word);
      default -> in.mismatch(word);
    };
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    return switch (wire.earlier(KIND_AT) & mask) {
      case NOTHING -> null;
      case IPV4 -> wire.skip(Ipv4.BYTES);
      case IPV6 -> wire.skip(Ipv6.BYTES);
      case NAME -> wire.skipName();
      default -> "is of a type that is not 0, 1, 2 or 3";
    };
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    switch (wire.earlier(KIND_AT) & mask) {
      case NOTHING -> text.append('.');
      case IPV4 -> Ipv4.writeAddress(wire, text);
      case IPV6 -> Ipv6.writeAddress(wire, text);
      default -> wire.writeName(text);
    }
    return true;
  }
}
