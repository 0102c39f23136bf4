package org.popdns.snapshot;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.popdns.config.model.EmbeddedIpv4;

/**
 * Which region an address is in, and for how wide a network around it that holds: all addresses cut
 * into ranges of one region each. Made on the control side, read by all workers without locks and
 * without allocation; nothing in it changes, and the garbage collector frees it.
 *
 * <p>A look-up gives {@code region << 8 | scope}. The scope (RFC 7871 §7.2.1) is the length of the
 * widest prefix that contains the address and no address of another region, at least 1. It need not
 * be stored: as neighbouring ranges differ in their region, that prefix is the widest one that
 * contains neither the last address of the range before nor the first of the range behind. For IPv4
 * it is nevertheless: {@link Ipv4Trie} leads to both at once.
 *
 * <p>An IPv6 address that stands for an IPv4 address ({@link EmbeddedIpv4}) has that one's region;
 * its scope is the IPv4 address's and the bits before it.
 *
 * <pre>
 *   numbers in native byte order; each part 8-byte aligned
 *     IPv4 ranges   count * u64        first address << 32 | region
 *     IPv6 highs    count * u64        upper half of each range's first address
 *     IPv6 lows     count * u64        lower half; left out if all are zero
 *     IPv6 regions  count * u32        {@link #EMBEDDED}: look the IPv4 address up
 *     IPv4 index    {@link Ipv4Trie}, aligned as it has to be
 *     IPv6 index    {@link RangeIndex} by the upper halves
 * </pre>
 */
public final class RegionTable {

  /** The region of IPv6 addresses that stand for IPv4 addresses, which are looked up as those. */
  public static final int EMBEDDED = RegionRanges.REGION_LIMIT;

  private static final int SCOPE_BITS = 8;
  private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG;

  private final MemorySegment memory;
  private final int ipv4Last;
  private final boolean ipv4Direct;
  private final int ipv6Last;
  private final long ipv6Highs;
  private final long ipv6Lows;
  private final long ipv6Regions;
  private final long ipv4Index;
  private final long ipv6Index;

  // ---- what is written

  /** Makes the table of these ranges. */
  public static RegionTable of(RegionRanges ranges) {
    return new RegionTable(ranges, withEmbedded(ranges));
  }

  private RegionTable(RegionRanges ipv4, RegionRanges ipv6) {
    ipv4Last = ipv4.ipv4Count() - 1;
    ipv6Last = ipv6.ipv6Count() - 1;
    int[] index4 = Ipv4Trie.of(ipv4.ipv4Count(), ipv4::ipv4First, ipv4::ipv4Region);
    ipv4Direct = Ipv4Trie.isDirect(ipv4.ipv4Count());
    int[] index6 = RangeIndex.of(ipv6.ipv6Count(), ipv6::ipv6High);
    long halves = ipv6.ipv6Count() * U64.byteSize();
    ipv6Highs = ipv4.ipv4Count() * U64.byteSize();
    ipv6Lows = hasLows(ipv6) ? ipv6Highs + halves : 0;
    ipv6Regions = ipv6Highs + (ipv6Lows == 0 ? halves : 2 * halves);
    ipv4Index = aligned(ipv6Regions + ipv6.ipv6Count() * U32.byteSize(), Ipv4Trie.ALIGNMENT);
    ipv6Index = aligned(ipv4Index + index4.length * U32.byteSize(), U64.byteSize());
    memory =
        Arena.ofAuto().allocate(ipv6Index + index6.length * U32.byteSize(), Ipv4Trie.ALIGNMENT);
    writeIpv4(ipv4);
    writeIpv6(ipv6);
    MemorySegment.copy(index4, 0, memory, U32, ipv4Index, index4.length);
    MemorySegment.copy(index6, 0, memory, U32, ipv6Index, index6.length);
  }

  private static long aligned(long length, long to) {
    return (length + to - 1) & -to;
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
      memory.set(U64, range * U64.byteSize(), first | ranges.ipv4Region(range));
    }
  }

  private void writeIpv6(RegionRanges ranges) {
    for (int range = 0; range <= ipv6Last; range++) {
      memory.set(U64, ipv6Highs + range * U64.byteSize(), ranges.ipv6High(range));
      if (ipv6Lows != 0) {
        memory.set(U64, ipv6Lows + range * U64.byteSize(), ranges.ipv6Low(range));
      }
      memory.set(U32, ipv6Regions + range * U32.byteSize(), ranges.ipv6Region(range));
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
    return Ipv4Trie.find(memory, ipv4Index, ipv4Direct, address);
  }

  /**
   * Looks an IPv6 address up.
   *
   * @param high its upper 64 bits
   * @param low its lower 64 bits
   * @return {@code region << 8 | scope}
   */
  public int ofIpv6(long high, long low) {
    int leaf = RangeIndex.leaf(memory, ipv6Index, high);
    int from = RangeIndex.before(leaf);
    if (RangeIndex.count(leaf) == RangeIndex.MANY) {
      from = lastBefore(high, low, from);
    } else {
      int end = from + RangeIndex.count(leaf);
      while (from < end && !isBefore(high, low, from + 1)) {
        from++;
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

  /**
   * The same for whoever has an address as bytes: the control side.
   *
   * @param address four or sixteen of them
   */
  public int find(byte[] address) {
    ByteBuffer numbers = ByteBuffer.wrap(address);
    return address.length == Integer.BYTES
        ? ofIpv4(numbers.getInt())
        : ofIpv6(numbers.getLong(), numbers.getLong());
  }

  /** The last range that begins at or before an address, from a range on. */
  private int lastBefore(long high, long low, int range) {
    int from = range;
    int to = ipv6Last;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (isBefore(high, low, middle)) {
        to = middle - 1;
      } else {
        from = middle;
      }
    }
    return from;
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
    return memory.get(U64, range * U64.byteSize());
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
