package org.popdns.control;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as operators write them; IPv6 in its short form (RFC 5952). */
final class AddressText {

  private AddressText() {}

  /** {@code 192.0.2.1} or {@code 2001:db8::1}. */
  static String of(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  /** {@code 192.0.2.1:53} or {@code [2001:db8::1]:53}. */
  static String of(InetSocketAddress address) {
    String host = of(address.getAddress());
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
