package org.popdns.config.model;

import java.util.List;

/**
 * IPv6 addresses that stand for an IPv4 address, which a client with such an address counts as:
 * IPv4-mapped (RFC 4291 §2.5.5.2), NAT64's well-known prefix (RFC 6052 §2.1), 6to4 (RFC 3056 §2)
 * and Teredo (RFC 4380 §4). Static methods only, which allocate nothing; an IPv6 address is its
 * upper and its lower 64 bits.
 *
 * <pre>
 *   0000:0000:0000:0000:0000:ffff:AAAA:AAAA   mapped
 *   0064:ff9b:0000:0000:0000:0000:AAAA:AAAA   NAT64
 *   2002:AAAA:AAAA:....:....:....:....:....   6to4
 *   2001:0000:....:....:....:....:~~~~:~~~~   Teredo: the address of the NAT, inverted
 * </pre>
 */
public final class EmbeddedIpv4 {

  /** Returned where an address stands for none. */
  public static final int NONE = -1;

  private static final long NAT64_HIGH = 0x0064_ff9b_0000_0000L;
  private static final int MAPPED_MIDDLE = 0xffff;
  private static final int SIX_TO_FOUR = 0x2002;
  private static final int TEREDO = 0x2001_0000;

  /** All such addresses, in their order. */
  public static final List<Range> RANGES =
      List.of(
          new Range(0, 0x0000_ffff_0000_0000L, 0, 0x0001_0000_0000_0000L, 96),
          new Range(NAT64_HIGH, 0, NAT64_HIGH, 0x0000_0001_0000_0000L, 96),
          new Range(0x2001_0000_0000_0000L, 0, 0x2001_0001_0000_0000L, 0, 32),
          new Range(0x2002_0000_0000_0000L, 0, 0x2003_0000_0000_0000L, 0, 16));

  /**
   * A range of IPv6 addresses.
   *
   * @param firstHigh upper half of the first
   * @param firstLow lower half of the first
   * @param endHigh upper half of the first behind the range
   * @param endLow lower half of the first behind the range
   * @param prefixBits length of the prefix that all of them have
   */
  public record Range(long firstHigh, long firstLow, long endHigh, long endLow, int prefixBits) {}

  private EmbeddedIpv4() {}

  /**
   * How many bits of an IPv6 address stand before the IPv4 address in it.
   *
   * @return 16 or 96, or {@link #NONE}
   */
  public static int bitsBefore(long high, long low) {
    if (high >>> 48 == SIX_TO_FOUR) {
      return 16;
    }
    int middle = (int) (low >>> 32);
    boolean last =
        (int) (high >>> 32) == TEREDO
            || (high == 0 && middle == MAPPED_MIDDLE)
            || (high == NAT64_HIGH && middle == 0);
    return last ? 96 : NONE;
  }

  /** The IPv4 address in an IPv6 address that has one. */
  public static int address(long high, long low) {
    if (high >>> 48 == SIX_TO_FOUR) {
      return (int) (high >>> 16);
    }
    return (int) (high >>> 32) == TEREDO ? ~(int) low : (int) low;
  }
}
