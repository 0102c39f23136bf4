package org.popdns.explain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.popdns.config.model.EmbeddedIpv4;
import org.popdns.config.model.IpPrefix;

/** Addresses as objects, where workers have numbers. Static methods only. */
public final class Addresses {

  private static final int IPV4_BYTES = 4;

  private Addresses() {}

  /** The IPv4 address that an IPv6 address stands for; any other address itself. */
  public static InetAddress counted(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == IPV4_BYTES) {
      return address;
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    long high = numbers.getLong();
    long low = numbers.getLong();
    if (EmbeddedIpv4.bitsBefore(high, low) == EmbeddedIpv4.NONE) {
      return address;
    }
    byte[] ipv4 = ByteBuffer.allocate(IPV4_BYTES).putInt(EmbeddedIpv4.address(high, low)).array();
    try {
      return InetAddress.getByAddress(ipv4);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are no address", e);
    }
  }

  /** The prefix of a length around an address. */
  public static IpPrefix around(InetAddress address, int length) {
    return IpPrefix.around(address.getAddress(), length);
  }
}
