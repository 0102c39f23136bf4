package org.popdns.config.model;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses as routing has it (RFC 4632 §3.1).
 *
 * @param network its first address: every bit beyond {@code length} is zero
 * @param length how many leading bits the addresses share, from 0 to 32 or 128
 */
public record IpPrefix(InetAddress network, int length) {

  /** Refuses a length that the family has not, and a network with host bits. */
  public IpPrefix {
    byte[] bytes = network.getAddress();
    if (length < 0 || length > bytes.length * Byte.SIZE) {
      throw new IllegalArgumentException("a prefix of " + length + " bits");
    }
    if (hasHostBits(bytes, length)) {
      throw new IllegalArgumentException("host bits are set in a prefix of " + length + " bits");
    }
  }

  /**
   * The prefix of a length that an address is in.
   *
   * @param length bits, not more than the address has
   */
  public static IpPrefix around(byte[] address, int length) {
    byte[] network = address.clone();
    for (int bit = length; bit < network.length * Byte.SIZE; bit++) {
      network[bit / Byte.SIZE] &= (byte) ~(0x80 >>> bit % Byte.SIZE);
    }
    try {
      return new IpPrefix(InetAddress.getByAddress(network), length);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(network.length + " bytes are no address", e);
    }
  }

  /** True if every address of the other is one of these. */
  public boolean contains(IpPrefix other) {
    return other.length >= length && contains(other.network);
  }

  /** True if a bit beyond the length is set in an address's bytes. */
  public static boolean hasHostBits(byte[] address, int length) {
    for (int bit = length; bit < address.length * Byte.SIZE; bit++) {
      if (isSet(address, bit)) {
        return true;
      }
    }
    return false;
  }

  /** True if the address is of this family and within the prefix. */
  public boolean contains(InetAddress address) {
    byte[] own = network.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < length; bit++) {
      if (isSet(own, bit) != isSet(other, bit)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSet(byte[] address, int bit) {
    return (address[bit / Byte.SIZE] & 0x80 >>> bit % Byte.SIZE) != 0;
  }
}
