package org.popdns.record;

import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ports of WKS, a bitmap of them (RFC 1035 §3.4.2): numbers, or names of RFC 1010. */
final class WellKnownServices extends FieldKind {

  static final WellKnownServices PORTS = new WellKnownServices();

  private static final int MOST_BYTES = 8192;

  // RFC 1010, "Assigned Numbers", as far as the names are still in use.
  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry("ECHO", 7),
          Map.entry("DISCARD", 9),
          Map.entry("SYSTAT", 11),
          Map.entry("DAYTIME", 13),
          Map.entry("NETSTAT", 15),
          Map.entry("QOTD", 17),
          Map.entry("CHARGEN", 19),
          Map.entry("FTP-DATA", 20),
          Map.entry("FTP", 21),
          Map.entry("SSH", 22),
          Map.entry("TELNET", 23),
          Map.entry("SMTP", 25),
          Map.entry("TIME", 37),
          Map.entry("NAMESERVER", 42),
          Map.entry("NICNAME", 43),
          Map.entry("WHOIS", 43),
          Map.entry("DOMAIN", 53),
          Map.entry("BOOTPS", 67),
          Map.entry("BOOTPC", 68),
          Map.entry("TFTP", 69),
          Map.entry("GOPHER", 70),
          Map.entry("FINGER", 79),
          Map.entry("HTTP", 80),
          Map.entry("WWW", 80),
          Map.entry("KERBEROS", 88),
          Map.entry("HOSTNAMES", 101),
          Map.entry("POP3", 110),
          Map.entry("SUNRPC", 111),
          Map.entry("NNTP", 119),
          Map.entry("NTP", 123),
          Map.entry("IMAP", 143),
          Map.entry("SNMP", 161),
          Map.entry("BGP", 179),
          Map.entry("IRC", 194),
          Map.entry("LDAP", 389),
          Map.entry("HTTPS", 443));

  private WellKnownServices() {
    super(Extent.LIST, "ports such as 25 or smtp");
  }

  @Override
  boolean read(RdataReader in) {
    BitSet ports = new BitSet();
    while (in.hasNext()) {
      int word = in.nextPlain();
      if (word < 0) {
        return false;
      }
      long port = Ascii.number(in.text(), in.words().from(word), in.words().to(word), 0xffff);
      if (port < 0) {
        port = NAMES.getOrDefault(in.ascii(word).toUpperCase(Locale.ROOT), -1);
      }
      if (port < 0) {
        return in.mismatch(word);
      }
      ports.set((int) port);
    }
    for (int port = 0; port < ports.length(); port += 8) {
      int bits = 0;
      for (int i = 0; i < 8; i++) {
        bits |= ports.get(port + i) ? 0x80 >> i : 0;
      }
      if (!in.put8(bits)) {
        return false;
      }
    }
    return true;
  }

  @Override
  @Nullable String skip(RdataCursor wire) {
    if (wire.left() > MOST_BYTES) {
      return "is longer than a bitmap of 65536 ports";
    }
    wire.skipRest();
    return null;
  }

  @Override
  boolean write(RdataCursor wire, StringBuilder text) {
    if (wire.left() > 0 && wire.peek(wire.left() - 1) == 0) {
      return false;
    }
    int from = text.length();
    for (int port = 0; wire.left() > 0; port += 8) {
      int bits = wire.u8();
      for (int i = 0; i < 8; i++) {
        if ((bits & 0x80 >> i) != 0) {
          text.append(text.length() > from ? " " : "").append(port + i);
        }
      }
    }
    return true;
  }
}
