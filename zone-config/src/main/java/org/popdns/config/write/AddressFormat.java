package org.popdns.config.write;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.popdns.config.model.IpPrefix;

/** Addresses as operators write them, IPv6 as RFC 5952 has it. Stateless. */
public final class AddressFormat {

  private static final int GROUPS = 8;

  private AddressFormat() {}

  /** {@code 192.0.2.1:53} or {@code [2001:db8::1]:53}. */
  public static String of(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String text = of(host);
    return (host instanceof Inet4Address ? text : "[" + text + "]") + ":" + address.getPort();
  }

  /** {@code 192.0.2.0/24} or {@code 2001:db8::/48}. */
  public static String of(IpPrefix prefix) {
    return of(prefix.network()) + "/" + prefix.length();
  }

  /** {@code 192.0.2.1} or {@code 2001:db8::1}. */
  public static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? ipv4(bytes) : ipv6(bytes);
  }

  /**
   * The text of an IPv4 address.
   *
   * @param bytes 4 of them
   */
  static String ipv4(byte[] bytes) {
    return (bytes[0] & 0xff)
        + "."
        + (bytes[1] & 0xff)
        + "."
        + (bytes[2] & 0xff)
        + "."
        + (bytes[3] & 0xff);
  }

  /**
   * The text of an IPv6 address.
   *
   * @param bytes 16 of them
   */
  static String ipv6(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    // RFC 5952 §4.2: the first of the longest runs of at least two zeros is left out.
    int start = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        start = i;
        length = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
