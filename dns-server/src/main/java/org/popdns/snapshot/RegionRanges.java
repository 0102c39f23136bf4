package org.popdns.snapshot;

import java.util.Arrays;

/**
 * All addresses cut into ranges, each with its region: what a {@link RegionTable} is made of.
 * Filled from the lowest address to the highest, by one thread of the control side. Neighbours of
 * one region are one range, as soon as they are given.
 *
 * <pre>{@code
 * RegionRanges ranges = new RegionRanges(2);      // everything
 * ranges.fromIpv4(0xC0000200, 0);                 // 192.0.2.0/24
 * ranges.fromIpv4(0xC0000300, 2);                 // and from there on as before
 * RegionTable table = RegionTable.of(ranges);
 * }</pre>
 */
public final class RegionRanges {

  /** Regions are below this. */
  public static final int REGION_LIMIT = (1 << 23) - 1;

  private int ipv4Count = 1;
  private int[] ipv4First = new int[64];
  private int[] ipv4Region = new int[64];

  private int ipv6Count = 1;
  private long[] ipv6High = new long[64];
  private long[] ipv6Low = new long[64];
  private int[] ipv6Region = new int[64];

  /**
   * One range for each family.
   *
   * @param region where no other is given
   */
  public RegionRanges(int region) {
    ipv4Region[0] = checked(region);
    ipv6Region[0] = region;
  }

  /**
   * From this IPv4 address on, up to the next given, the region is another.
   *
   * @throws IllegalArgumentException if the address is below the one given before, or the region
   *     not from 0 to below {@link #REGION_LIMIT}
   */
  public void fromIpv4(int first, int region) {
    checked(region);
    int last = ipv4Count - 1;
    int order = Integer.compareUnsigned(first, ipv4First[last]);
    if (order < 0) {
      throw new IllegalArgumentException("IPv4 ranges are given in ascending order");
    }
    if (order == 0) {
      ipv4Count = last;
    }
    if (ipv4Count > 0 && ipv4Region[ipv4Count - 1] == region) {
      return;
    }
    if (ipv4Count == ipv4First.length) {
      ipv4First = Arrays.copyOf(ipv4First, 2 * ipv4Count);
      ipv4Region = Arrays.copyOf(ipv4Region, 2 * ipv4Count);
    }
    ipv4First[ipv4Count] = first;
    ipv4Region[ipv4Count++] = region;
  }

  /**
   * From this IPv6 address on, up to the next given, the region is another.
   *
   * @throws IllegalArgumentException if the address is below the one given before, or the region
   *     not from 0 to below {@link #REGION_LIMIT}
   */
  public void fromIpv6(long high, long low, int region) {
    putIpv6(high, low, checked(region));
  }

  void putIpv6(long high, long low, int region) {
    int last = ipv6Count - 1;
    int order = compareIpv6(high, low, ipv6High[last], ipv6Low[last]);
    if (order < 0) {
      throw new IllegalArgumentException("IPv6 ranges are given in ascending order");
    }
    if (order == 0) {
      ipv6Count = last;
    }
    if (ipv6Count > 0 && ipv6Region[ipv6Count - 1] == region) {
      return;
    }
    if (ipv6Count == ipv6High.length) {
      ipv6High = Arrays.copyOf(ipv6High, 2 * ipv6Count);
      ipv6Low = Arrays.copyOf(ipv6Low, 2 * ipv6Count);
      ipv6Region = Arrays.copyOf(ipv6Region, 2 * ipv6Count);
    }
    ipv6High[ipv6Count] = high;
    ipv6Low[ipv6Count] = low;
    ipv6Region[ipv6Count++] = region;
  }

  static int compareIpv6(long high, long low, long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return order != 0 ? order : Long.compareUnsigned(low, otherLow);
  }

  private static int checked(int region) {
    if (region < 0 || region >= REGION_LIMIT) {
      throw new IllegalArgumentException("region " + region);
    }
    return region;
  }

  int ipv4Count() {
    return ipv4Count;
  }

  int ipv4First(int range) {
    return ipv4First[range];
  }

  int ipv4Region(int range) {
    return ipv4Region[range];
  }

  int ipv6Count() {
    return ipv6Count;
  }

  long ipv6High(int range) {
    return ipv6High[range];
  }

  long ipv6Low(int range) {
    return ipv6Low[range];
  }

  int ipv6Region(int range) {
    return ipv6Region[range];
  }
}
