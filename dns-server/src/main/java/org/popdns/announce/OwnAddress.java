package org.popdns.announce;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where this host's own queries reach a service address. Stateless. */
final class OwnAddress {

  private static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

  private OwnAddress() {}

  /** The address itself; for a wildcard address, loopback of its family. */
  static InetSocketAddress of(InetSocketAddress bound) {
    if (!bound.getAddress().isAnyLocalAddress()) {
      return bound;
    }
    return new InetSocketAddress(
        bound.getAddress() instanceof Inet4Address ? IPV4 : IPV6, bound.getPort());
  }
}
