package org.popdns.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.popdns.config.write.AddressFormat;

/** Addresses as operators write them; IPv6 in its short form (RFC 5952). */
final class AddressText {

  private AddressText() {}

  /** {@code 192.0.2.1} or {@code 2001:db8::1}. */
  static String of(InetAddress address) {
    return AddressFormat.of(address);
  }

  /** {@code 192.0.2.1:53} or {@code [2001:db8::1]:53}. */
  static String of(InetSocketAddress address) {
    return AddressFormat.of(address);
  }
}
