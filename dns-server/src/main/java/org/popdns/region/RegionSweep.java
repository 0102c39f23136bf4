package org.popdns.region;

import java.util.Arrays;
import java.util.List;
import org.popdns.snapshot.RegionTable;

/**
 * Lays tables over each other: goes over the ranges of all of them at once, from the lowest address
 * to the highest, and tells of each piece that is whole in all tables which regions it is in.
 * Whoever compiles or compares tables uses it, each time by one thread.
 */
public final class RegionSweep {

  private final List<RegionTable> tables;
  private final int[] at;
  private final int[] regions;

  /** Told of each piece of IPv4. */
  @FunctionalInterface
  public interface Ipv4Pieces {

    /**
     * A piece.
     *
     * @param first its first address; its end is the next one's first
     * @param regions its region in each table; overwritten by the next piece
     */
    void piece(int first, int[] regions);
  }

  /** Told of each piece of IPv6. */
  @FunctionalInterface
  public interface Ipv6Pieces {

    /**
     * A piece.
     *
     * @param high the upper half of its first address
     * @param low the lower half
     * @param regions its region in each table, or {@link RegionTable#EMBEDDED}; overwritten by the
     *     next piece
     */
    void piece(long high, long low, int[] regions);
  }

  /**
   * A sweep over tables.
   *
   * @param tables none, and all addresses are one piece
   */
  public RegionSweep(List<RegionTable> tables) {
    this.tables = List.copyOf(tables);
    at = new int[tables.size()];
    regions = new int[tables.size()];
  }

  /** Goes over IPv4. */
  public void ipv4(Ipv4Pieces to) {
    Arrays.fill(at, 0);
    long next = 0;
    while (next <= 0xffff_ffffL) {
      long here = next;
      next = Long.MAX_VALUE;
      for (int each = 0; each < at.length; each++) {
        RegionTable table = tables.get(each);
        if (at[each] + 1 < table.ipv4Count() && ipv4(table, at[each] + 1) == here) {
          at[each]++;
        }
        regions[each] = table.ipv4Region(at[each]);
        if (at[each] + 1 < table.ipv4Count()) {
          next = Math.min(next, ipv4(table, at[each] + 1));
        }
      }
      to.piece((int) here, regions);
    }
  }

  private static long ipv4(RegionTable table, int range) {
    return Integer.toUnsignedLong(table.ipv4First(range));
  }

  /** Goes over IPv6. */
  public void ipv6(Ipv6Pieces to) {
    Arrays.fill(at, 0);
    long high = 0;
    long low = 0;
    boolean isMore = true;
    while (isMore) {
      isMore = false;
      long nextHigh = -1;
      long nextLow = -1;
      for (int each = 0; each < at.length; each++) {
        RegionTable table = tables.get(each);
        int following = at[each] + 1;
        if (following < table.ipv6Count()
            && table.ipv6High(following) == high
            && table.ipv6Low(following) == low) {
          at[each] = following++;
        }
        regions[each] = table.ipv6Region(at[each]);
        if (following < table.ipv6Count()
            && isBefore(table.ipv6High(following), table.ipv6Low(following), nextHigh, nextLow)) {
          nextHigh = table.ipv6High(following);
          nextLow = table.ipv6Low(following);
          isMore = true;
        }
      }
      to.piece(high, low, regions);
      high = nextHigh;
      low = nextLow;
    }
  }

  private static boolean isBefore(long high, long low, long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return order < 0 || (order == 0 && Long.compareUnsigned(low, otherLow) <= 0);
  }
}
