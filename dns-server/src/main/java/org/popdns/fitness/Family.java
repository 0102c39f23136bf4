package org.popdns.fitness;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The address families, which are withdrawn each by itself. */
public enum Family {
  /** IPv4. */
  IPV4("ipv4"),
  /** IPv6. */
  IPV6("ipv6");

  private final String label;

  Family(String label) {
    this.label = label;
  }

  /** The family of an address. */
  public static Family of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }

  /** The name in JSON and text. */
  public String label() {
    return label;
  }
}
