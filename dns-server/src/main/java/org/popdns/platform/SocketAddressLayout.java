package org.popdns.platform;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * {@code struct sockaddr_in} and {@code struct sockaddr_in6} (ip(7), ipv6(7)); ports and addresses
 * in network order, all else in the machine's.
 *
 * <pre>
 *   sockaddr_in    0 u16 family | 2 u16 port | 4 address, 4 bytes | 8 zeros       16 bytes
 *   sockaddr_in6   0 u16 family | 2 u16 port | 4 u32 flow | 8 address, 16 bytes | 24 u32 scope   28
 * </pre>
 */
final class SocketAddressLayout {

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  /** Length of the longer one, in bytes. */
  static final int MAX_BYTES = 28;

  static final int PORT = 2;
  static final int IPV4_ADDRESS = 4;
  static final int IPV6_ADDRESS = 8;
  static final int IPV6_SCOPE = 24;

  private static final int IPV4_BYTES = 16;

  static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfInt NETWORK_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfLong NETWORK_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketAddressLayout() {}

  static int family(InetAddress address) {
    return address instanceof Inet4Address ? AF_INET : AF_INET6;
  }

  static int lengthBytes(int family) {
    return family == AF_INET ? IPV4_BYTES : MAX_BYTES;
  }

  /** Writes an address; the segment is zeroed before. */
  static void write(MemorySegment segment, InetSocketAddress address) {
    InetAddress host = address.getAddress();
    int family = family(host);
    segment.fill((byte) 0);
    segment.set(ValueLayout.JAVA_SHORT, 0, (short) family);
    segment.set(NETWORK_SHORT, PORT, (short) address.getPort());
    byte[] bytes = host.getAddress();
    long at = family == AF_INET ? IPV4_ADDRESS : IPV6_ADDRESS;
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, at, bytes.length);
    if (host instanceof java.net.Inet6Address six) {
      segment.set(ValueLayout.JAVA_INT_UNALIGNED, IPV6_SCOPE, six.getScopeId());
    }
  }

  /** Reads an address. */
  static InetSocketAddress read(MemorySegment segment) {
    boolean ipv4 = segment.get(ValueLayout.JAVA_SHORT, 0) == AF_INET;
    byte[] bytes = new byte[ipv4 ? 4 : 16];
    long at = ipv4 ? IPV4_ADDRESS : IPV6_ADDRESS;
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, bytes, 0, bytes.length);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(bytes), segment.get(NETWORK_SHORT, PORT) & 0xffff);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }
}
