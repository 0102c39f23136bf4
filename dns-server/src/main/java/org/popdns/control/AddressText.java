package org.popdns.control;

import java.net.InetSocketAddress;

/** Socket addresses as operators write them. */
final class AddressText {

  private AddressText() {}

  /** {@code 192.0.2.1:53} or {@code [2001:db8::1]:53}. */
  static String of(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
