package org.popdns.snapshot;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.popdns.config.model.EmbeddedIpv4;

/**
 * Which region an address is in, and for how wide a network around it that holds: all addresses cut
 * into ranges of one region each. Made on the control side, read by all workers without locks and
 * without allocation; nothing in it changes, and the garbage collector frees it.
 *
 * <p>A look-up gives {@code region << 8 | scope}. The scope (RFC 7871 §7.2.1) is the length of the
 * widest prefix that contains the address and no address of another region, at least 1. It need not
 * be stored: as neighbouring ranges differ in their region, that prefix is the widest one that
 * contains neither the last address of the range before nor the first of the range behind.
 *
 * <p>An IPv6 address that stands for an IPv4 address ({@link EmbeddedIpv4}) has that one's region;
 * its scope is the IPv4 address's and the bits before it.
 *
 * <pre>
 *   numbers in native byte order; each part 8-byte aligned
 *     IPv4 index    (2^n + 1) * u32    for each value of the upper n bits of an address: the number
 *                                      of the last range that begins at or before the lowest such
 *                                      address; at the end, the number of the last range
 *     IPv4 ranges   count * u64        first address << 32 | region
 *     IPv6 index    (2^m + 1) * u32    likewise, by the m bits after the first 3, for 2000::/3
 *     IPv6 highs    count * u64        upper half of each range's first address
 *     IPv6 lows     count * u64        lower half; left out if all are zero
 *     IPv6 regions  count * u32        {@link #EMBEDDED}: look the IPv4 address up
 * </pre>
 *
 * <p>n and m grow with the number of ranges, so that a small table is small and in a large one few
 * steps are left behind the index.
 */
public final class RegionTable {

  /** The region of IPv6 addresses that stand for IPv4 addresses, which are looked up as those. */
  public static final int EMBEDDED = RegionRanges.REGION_LIMIT;

  private static final int SCOPE_BITS = 8;
  private static final int MOST_INDEX_BITS = 16;
  private static final long UNICAST = 0x2000_0000_0000_0000L;
  private static final int UNICAST_BITS = 61;

  private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG;

  private final MemorySegment memory;
  private final int ipv4Shift;
  private final long ipv4Ranges;
  private final int ipv4Last;
  private final long ipv6Index;
  private final int ipv6Shift;
  private final long ipv6Highs;
  private final long ipv6Lows;
  private final long ipv6Regions;
  private final int ipv6Last;

  // ---- what is written

  /** Makes the table of these ranges. */
  public static RegionTable of(RegionRanges ranges) {
    return new RegionTable(ranges, withEmbedded(ranges));
  }

  private RegionTable(RegionRanges ipv4, RegionRanges ipv6) {
    int ipv4Bits = indexBits(ipv4.ipv4Count());
    ipv4Shift = Integer.SIZE - ipv4Bits;
    ipv4Ranges = aligned(indexBytes(ipv4Bits));
    ipv4Last = ipv4.ipv4Count() - 1;
    ipv6Index = ipv4Ranges + ipv4.ipv4Count() * U64.byteSize();
    int ipv6Bits = indexBits(ipv6.ipv6Count());
    ipv6Shift = UNICAST_BITS - ipv6Bits;
    ipv6Last = ipv6.ipv6Count() - 1;
    ipv6Highs = ipv6Index + aligned(indexBytes(ipv6Bits));
    long halves = ipv6.ipv6Count() * U64.byteSize();
    ipv6Lows = hasLows(ipv6) ? ipv6Highs + halves : 0;
    ipv6Regions = ipv6Highs + (ipv6Lows == 0 ? halves : 2 * halves);
    long size = ipv6Regions + ipv6.ipv6Count() * U32.byteSize();
    memory = Arena.ofAuto().allocate(size, U64.byteSize());
    writeIpv4(ipv4);
    writeIpv6(ipv6);
  }

  private static int indexBits(int ranges) {
    return Math.min(MOST_INDEX_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(ranges - 1));
  }

  private static long indexBytes(int bits) {
    return ((1L << bits) + 1) * U32.byteSize();
  }

  private static long aligned(long length) {
    return (length + 7) & -8L;
  }

  private static boolean hasLows(RegionRanges ranges) {
    for (int range = 0; range < ranges.ipv6Count(); range++) {
      if (ranges.ipv6Low(range) != 0) {
        return true;
      }
    }
    return false;
  }

  private void writeIpv4(RegionRanges ranges) {
    for (int range = 0; range <= ipv4Last; range++) {
      long first = (long) ranges.ipv4First(range) << Integer.SIZE;
      memory.setAtIndex(U64, ipv4Ranges / U64.byteSize() + range, first | ranges.ipv4Region(range));
    }
    int range = 0;
    long buckets = 1L << (Integer.SIZE - ipv4Shift);
    for (long bucket = 0; bucket < buckets; bucket++) {
      int lowest = (int) (bucket << ipv4Shift);
      while (range < ipv4Last && Integer.compareUnsigned(ipv4First(range + 1), lowest) <= 0) {
        range++;
      }
      memory.setAtIndex(U32, bucket, range);
    }
    memory.setAtIndex(U32, buckets, ipv4Last);
  }

  private void writeIpv6(RegionRanges ranges) {
    for (int range = 0; range <= ipv6Last; range++) {
      memory.set(U64, ipv6Highs + range * U64.byteSize(), ranges.ipv6High(range));
      if (ipv6Lows != 0) {
        memory.set(U64, ipv6Lows + range * U64.byteSize(), ranges.ipv6Low(range));
      }
      memory.set(U32, ipv6Regions + range * U32.byteSize(), ranges.ipv6Region(range));
    }
    int range = 0;
    long buckets = 1L << (UNICAST_BITS - ipv6Shift);
    for (long bucket = 0; bucket <= buckets; bucket++) {
      long lowest = UNICAST + (bucket << ipv6Shift);
      while (range < ipv6Last && !isBefore(lowest, 0, range + 1)) {
        range++;
      }
      memory.set(U32, ipv6Index + bucket * U32.byteSize(), range);
    }
  }

  /**
   * The ranges of IPv6 with those that stand for IPv4 cut out, lest a prefix reaches over both;
   * with the region of IPv4 in their place if it has only one.
   */
  private static RegionRanges withEmbedded(RegionRanges ranges) {
    int region = ranges.ipv4Count() == 1 ? ranges.ipv4Region(0) : EMBEDDED;
    RegionRanges cut = new RegionRanges(ranges.ipv6Region(0));
    int next = 0;
    for (EmbeddedIpv4.Range embedded : EmbeddedIpv4.RANGES) {
      while (next < ranges.ipv6Count()
          && RegionRanges.compareIpv6(
                  ranges.ipv6High(next),
                  ranges.ipv6Low(next),
                  embedded.firstHigh(),
                  embedded.firstLow())
              <= 0) {
        cut.putIpv6(ranges.ipv6High(next), ranges.ipv6Low(next), ranges.ipv6Region(next));
        next++;
      }
      cut.putIpv6(embedded.firstHigh(), embedded.firstLow(), region);
      while (next < ranges.ipv6Count()
          && RegionRanges.compareIpv6(
                  ranges.ipv6High(next),
                  ranges.ipv6Low(next),
                  embedded.endHigh(),
                  embedded.endLow())
              <= 0) {
        next++;
      }
      cut.putIpv6(embedded.endHigh(), embedded.endLow(), ranges.ipv6Region(next - 1));
    }
    for (; next < ranges.ipv6Count(); next++) {
      cut.putIpv6(ranges.ipv6High(next), ranges.ipv6Low(next), ranges.ipv6Region(next));
    }
    return cut;
  }

  // ---- what is read

  /** The region of what a look-up gave. */
  public static int region(int found) {
    return found >>> SCOPE_BITS;
  }

  /** The scope of what a look-up gave: from 1 to 32, or to 128 for IPv6. */
  public static int scope(int found) {
    return found & (1 << SCOPE_BITS) - 1;
  }

  /** Bytes that the table takes outside the heap. */
  public long sizeBytes() {
    return memory.byteSize();
  }

  /**
   * Looks an IPv4 address up.
   *
   * @return {@code region << 8 | scope}
   */
  public int ofIpv4(int address) {
    long bucket = (address & 0xffff_ffffL) >>> ipv4Shift;
    int low = memory.getAtIndex(U32, bucket);
    int high = memory.getAtIndex(U32, bucket + 1);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Integer.compareUnsigned(ipv4First(middle), address) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    // A prefix of so many bits holds no neighbour: one more than it shares with the nearest.
    int shared = 0;
    if (low > 0) {
      shared = Integer.numberOfLeadingZeros(address ^ (ipv4First(low) - 1));
    }
    if (low < ipv4Last) {
      shared = Math.max(shared, Integer.numberOfLeadingZeros(address ^ ipv4First(low + 1)));
    }
    return ipv4Region(low) << SCOPE_BITS | shared + 1;
  }

  /**
   * Looks an IPv6 address up.
   *
   * @param high its upper 64 bits
   * @param low its lower 64 bits
   * @return {@code region << 8 | scope}
   */
  public int ofIpv6(long high, long low) {
    int from;
    int to;
    long bucket = (high - UNICAST) >>> ipv6Shift;
    if (high >>> UNICAST_BITS == UNICAST >>> UNICAST_BITS) {
      from = memory.get(U32, ipv6Index + bucket * U32.byteSize());
      to = memory.get(U32, ipv6Index + (bucket + 1) * U32.byteSize());
    } else {
      from = 0;
      to = ipv6Last;
    }
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (isBefore(high, low, middle)) {
        to = middle - 1;
      } else {
        from = middle;
      }
    }
    int region = ipv6Region(from);
    if (region == EMBEDDED) {
      return ofIpv4(EmbeddedIpv4.address(high, low)) + EmbeddedIpv4.bitsBefore(high, low);
    }
    int shared = 0;
    if (from > 0) {
      long firstLow = ipv6Low(from);
      long lastHigh = firstLow == 0 ? ipv6High(from) - 1 : ipv6High(from);
      shared = sharedBits(high, low, lastHigh, firstLow - 1);
    }
    if (from < ipv6Last) {
      shared = Math.max(shared, sharedBits(high, low, ipv6High(from + 1), ipv6Low(from + 1)));
    }
    return region << SCOPE_BITS | shared + 1;
  }

  private static int sharedBits(long high, long low, long otherHigh, long otherLow) {
    return high != otherHigh
        ? Long.numberOfLeadingZeros(high ^ otherHigh)
        : Long.SIZE + Long.numberOfLeadingZeros(low ^ otherLow);
  }

  private boolean isBefore(long high, long low, int range) {
    int order = Long.compareUnsigned(high, ipv6High(range));
    return order < 0 || (order == 0 && Long.compareUnsigned(low, ipv6Low(range)) < 0);
  }

  private long ipv4Range(int range) {
    return memory.get(U64, ipv4Ranges + range * U64.byteSize());
  }

  /** Number of ranges that IPv4 is cut into. */
  public int ipv4Count() {
    return ipv4Last + 1;
  }

  /** The first address of a range of IPv4. */
  public int ipv4First(int range) {
    return (int) (ipv4Range(range) >>> Integer.SIZE);
  }

  /** The region of a range of IPv4. */
  public int ipv4Region(int range) {
    return (int) ipv4Range(range);
  }

  /** Number of ranges that IPv6 is cut into. */
  public int ipv6Count() {
    return ipv6Last + 1;
  }

  /** The upper half of the first address of a range of IPv6. */
  public long ipv6High(int range) {
    return memory.get(U64, ipv6Highs + range * U64.byteSize());
  }

  /** The lower half of the first address of a range of IPv6. */
  public long ipv6Low(int range) {
    return ipv6Lows == 0 ? 0 : memory.get(U64, ipv6Lows + range * U64.byteSize());
  }

  /** The region of a range of IPv6, or {@link #EMBEDDED}. */
  public int ipv6Region(int range) {
    return memory.get(U32, ipv6Regions + range * U32.byteSize());
  }
}
