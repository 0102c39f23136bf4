package org.popdns.record;

import org.jspecify.annotations.Nullable;

/** Lists of address prefixes, {@code !1:192.0.2.0/24} (RFC 3123). */
final class AddressPrefixes extends FieldKind {

  static final AddressPrefixes LIST = new AddressPrefixes();

  private static final int IPV4 = 1;
  private static final int IPV6 = 2;
  private static final int NEGATION = 0x80;

  private AddressPrefixes() {
    super(Extent.LIST, "address prefixes such as 1:192.0.2.0/24, !1:192.0.2.1/32, 2:2001:db8::/32");
  }

  @Override
  boolean read(RdataReader in) {
    while (in.hasNext()) {
      int word = in.nextPlain();
      if (word < 0 || !read(in, word)) {
        return false;
      }
    }
    return true;
  }

  private static boolean read(RdataReader in, int word) {
    byte[] text = in.text();
    int at = in.words().from(word);
    int to = in.words().to(word);
    boolean negated = at < to && text[at] == '!';
    at += negated ? 1 : 0;
    int slash = to;
    while (slash > at && text[slash - 1] != '/') {
      slash--;
    }
    boolean family = to - at > 2 && (text[at] == '1' || text[at] == '2') && text[at + 1] == ':';
    if (!family || slash == at) {
      return in.mismatch(word);
    }
    boolean isIpv4 = text[at] == '1';
    long prefix = Ascii.number(text, slash, to, isIpv4 ? 32 : 128);
    if (prefix < 0 || !in.put16(isIpv4 ? IPV4 : IPV6) || !in.put8((int) prefix) || !in.put8(0)) {
      return in.mismatch(word);
    }
    int start = in.length();
    long address = isIpv4 ? Ipv4.parse(text, at + 2, slash - 1) : 0;
    boolean put =
        isIpv4 ? address >= 0 && in.put32(address) : Ipv6.put(in, text, at + 2, slash - 1);
    if (!put) {
      return in.mismatch(word);
    }
    // RFC 3123 §4: zeros at the end are left out.
    int end = in.length();
    while (end > start && in.bytes()[end - 1] == 0) {
      end--;
    }
    in.truncate(end);
    in.bytes()[start - 1] = (byte) (end - start | (negated ? NEGATION : 0));
    return true;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    while (wire.left() > 0) {
      if (wire.left() < 4) {
        return RdataCursor.CUT_OFF;
      }
      int family = wire.u16();
      int prefix = wire.u8();
      int bytes = wire.u8() & NEGATION - 1;
      if (wire.left() < bytes) {
        return RdataCursor.CUT_OFF;
      }
      int most = family == IPV4 ? 32 : family == IPV6 ? 128 : 255;
      if (prefix > most || (family <= IPV6 && family > 0 && bytes * 8 > most)) {
        return "has a prefix that is longer than its address";
      }
      if (bytes > 0 && wire.peek(bytes - 1) == 0) {
        return "has a prefix that ends in zeros";
      }
      wire.skip(bytes);
    }
    return null;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    int from = text.length();
    while (wire.left() > 0) {
      int family = wire.u16();
      int prefix = wire.u8();
      int negationAndBytes = wire.u8();
      byte[] address = new byte[family == IPV4 ? Ipv4.BYTES : Ipv6.BYTES];
      for (int i = 0; i < (negationAndBytes & NEGATION - 1); i++) {
        int value = wire.u8();
        if (i < address.length) {
          address[i] = (byte) value;
        }
      }
      if (family != IPV4 && family != IPV6) {
        return false;
      }
      text.append(text.length() > from ? " " : "");
      text.append((negationAndBytes & NEGATION) != 0 ? "!" : "").append(family).append(':');
      RdataCursor whole = new RdataCursor().over(address, 0, address.length);
      if (family == IPV4) {
        Ipv4.writeAddress(whole, text);
      } else {
        Ipv6.writeAddress(whole, text);
      }
      text.append('/').append(prefix);
    }
    return true;
  }
}
