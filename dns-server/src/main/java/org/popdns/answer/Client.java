package org.popdns.answer;

/**
 * Who sent a message and how. One instance per worker, which sets it before each message; the
 * address is held as numbers, so that nothing is allocated.
 */
public final class Client {

  private Protocol protocol = Protocol.UDP_IPV4;
  private long addressHigh;
  private long addressLow;
  private int keepaliveDeciseconds;

  /**
   * A datagram from an IPv4 address.
   *
   * @param address its four bytes, the first the highest
   */
  public void udpIpv4(int address) {
    set(Protocol.UDP_IPV4, 0, address & 0xffffffffL, 0);
  }

  /**
   * A datagram from an IPv6 address.
   *
   * @param high its first eight bytes, the first the highest
   * @param low its last eight bytes
   */
  public void udpIpv6(long high, long low) {
    set(Protocol.UDP_IPV6, high, low, 0);
  }

  /**
   * A message on a connection from an IPv4 address.
   *
   * @param address its four bytes, the first the highest
   * @param keepaliveDeciseconds how long the connection may be idle, in units of 100 ms (RFC 7828
   *     §3.1), 0 to 65535
   */
  public void tcpIpv4(int address, int keepaliveDeciseconds) {
    set(Protocol.TCP_IPV4, 0, address & 0xffffffffL, keepaliveDeciseconds);
  }

  /**
   * A message on a connection from an IPv6 address.
   *
   * @param high its first eight bytes, the first the highest
   * @param low its last eight bytes
   * @param keepaliveDeciseconds how long the connection may be idle, in units of 100 ms (RFC 7828
   *     §3.1), 0 to 65535
   */
  public void tcpIpv6(long high, long low, int keepaliveDeciseconds) {
    set(Protocol.TCP_IPV6, high, low, keepaliveDeciseconds);
  }

  private void set(Protocol by, long high, long low, int keepalive) {
    if (protocol != by) {
      protocol = by;
    }
    addressHigh = high;
    addressLow = low;
    keepaliveDeciseconds = keepalive;
  }

  /** How the message came. */
  public Protocol protocol() {
    return protocol;
  }

  /** The first eight bytes of an IPv6 address; 0 for IPv4. */
  long addressHigh() {
    return addressHigh;
  }

  /** The last eight bytes of an IPv6 address, or the four of an IPv4 address. */
  long addressLow() {
    return addressLow;
  }

  /** How long the connection may be idle, in units of 100 ms; 0 for datagrams. */
  int keepaliveDeciseconds() {
    return keepaliveDeciseconds;
  }
}
