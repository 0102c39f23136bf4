package org.popdns.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What the limit per client counts by: an IPv4 address, or the /64 of an IPv6 address, since a
 * single host has a whole /64 to itself and could come from another address each time.
 *
 * @param ipv6 which of the two
 * @param prefix the address's four bytes, or its first eight
 */
record ClientNetwork(boolean ipv6, long prefix) {

  /** The network of a client. */
  static ClientNetwork of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? new ClientNetwork(true, bytes.getLong())
        : new ClientNetwork(false, bytes.getInt());
  }
}
