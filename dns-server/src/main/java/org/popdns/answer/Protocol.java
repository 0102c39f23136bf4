package org.popdns.answer;

/** How a message came: the transport protocol and the address family. */
public enum Protocol {
  /** UDP over IPv4. */
  UDP_IPV4(0, "udp", "ipv4"),
  /** UDP over IPv6. */
  UDP_IPV6(1, "udp", "ipv6"),
  /** TCP over IPv4. */
  TCP_IPV4(2, "tcp", "ipv4"),
  /** TCP over IPv6. */
  TCP_IPV6(3, "tcp", "ipv6");

  private final int index;
  private final String transport;
  private final String family;

  Protocol(int index, String transport, String family) {
    this.index = index;
    this.transport = transport;
    this.family = family;
  }

  /** The row of counters, from 0 on. */
  int index() {
    return index;
  }

  /** True for datagrams: one in reply to one, its size limited by the client. */
  public boolean isUdp() {
    return index <= UDP_IPV6.index;
  }

  /** True if the client's address has four bytes. */
  boolean isIpv4() {
    return (index & 1) == 0;
  }

  /** {@code udp} or {@code tcp}. */
  public String transport() {
    return transport;
  }

  /** {@code ipv4} or {@code ipv6}. */
  public String family() {
    return family;
  }
}
