package org.popdns.transport;

import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;

/**
 * The Linux socket option of path MTU discovery (ip(7), ipv6(7)). Set to {@link #OMIT} on UDP
 * sockets, the kernel takes the interface's MTU and believes no "packet too big" message, which
 * anyone can forge to have responses cut into fragments (RFC 9715 §3.1, R2).
 */
final class PathMtu {

  /** {@code IP_PMTUDISC_OMIT} and {@code IPV6_PMTUDISC_OMIT}. */
  static final int OMIT = 5;

  // <linux/in.h> and <linux/in6.h>; the same on x86-64 and aarch64.
  private static final int IPPROTO_IP = 0;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_MTU_DISCOVER = 23;

  private static final IntegerUnixChannelOption IPV4 =
      new IntegerUnixChannelOption("IP_MTU_DISCOVER", IPPROTO_IP, IP_MTU_DISCOVER);
  private static final IntegerUnixChannelOption IPV6 =
      new IntegerUnixChannelOption("IPV6_MTU_DISCOVER", IPPROTO_IPV6, IPV6_MTU_DISCOVER);

  private PathMtu() {}

  /** The option of a socket of that family. */
  static IntegerUnixChannelOption of(SocketProtocolFamily family) {
    return family == SocketProtocolFamily.INET ? IPV4 : IPV6;
  }
}
