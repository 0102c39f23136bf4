package org.popdns.impact;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.IpPrefix;
import org.popdns.snapshot.RegionTable;

/**
 * Lays two ways of parting clients into regions over each other: which region of the one and which
 * of the other clients are in at the same time, and where the first of these are. Goes over the
 * ranges of both tables once. Used by one thread.
 */
final class RegionPairs {

  private static final long IPV4_END = 1L << 32;

  private final @Nullable RegionTable before;
  private final @Nullable RegionTable after;
  private final Map<Pair, Optional<IpPrefix>> found = new LinkedHashMap<>();

  /** A region of each. */
  record Pair(int before, int after) {}

  private RegionPairs(Optional<RegionTable> before, Optional<RegionTable> after) {
    this.before = before.orElse(null);
    this.after = after.orElse(null);
  }

  /**
   * The pairs that there are.
   *
   * @param before empty if all clients are in region 0
   * @param after the same
   * @return each pair's first network; empty if the pair is all addresses
   */
  static Map<Pair, Optional<IpPrefix>> of(
      Optional<RegionTable> before, Optional<RegionTable> after) {
    RegionPairs pairs = new RegionPairs(before, after);
    if (before.isEmpty() && after.isEmpty()) {
      pairs.found.put(new Pair(0, 0), Optional.empty());
    } else {
      pairs.ipv4();
      pairs.ipv6();
    }
    return pairs.found;
  }

  private void ipv4() {
    int old = 0;
    int young = 0;
    for (long at = 0; at < IPV4_END; ) {
      int address = (int) at;
      add(
          before == null ? 0 : before.ipv4Region(old),
          after == null ? 0 : after.ipv4Region(young),
          ByteBuffer.allocate(Integer.BYTES).putInt(address).array());
      long endOld = ipv4End(before, old);
      long endYoung = ipv4End(after, young);
      at = Math.min(endOld, endYoung);
      old += endOld == at ? 1 : 0;
      young += endYoung == at ? 1 : 0;
    }
  }

  private static long ipv4End(@Nullable RegionTable table, int range) {
    return table == null || range + 1 == table.ipv4Count()
        ? IPV4_END
        : Integer.toUnsignedLong(table.ipv4First(range + 1));
  }

  private void ipv6() {
    int old = 0;
    int young = 0;
    long high = 0;
    long low = 0;
    while (true) {
      int regionOld = before == null ? 0 : before.ipv6Region(old);
      int regionYoung = after == null ? 0 : after.ipv6Region(young);
      if (regionOld != RegionTable.EMBEDDED && regionYoung != RegionTable.EMBEDDED) {
        byte[] address = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        add(regionOld, regionYoung, address);
      }
      boolean moreOld = before != null && old + 1 < before.ipv6Count();
      boolean moreYoung = after != null && young + 1 < after.ipv6Count();
      if (!moreOld && !moreYoung) {
        return;
      }
      int order = !moreOld ? 1 : !moreYoung ? -1 : compareEnds(old, young);
      if (order <= 0 && before != null) {
        old++;
        high = before.ipv6High(old);
        low = before.ipv6Low(old);
      }
      if (order >= 0 && after != null) {
        young++;
        high = after.ipv6High(young);
        low = after.ipv6Low(young);
      }
    }
  }

  private int compareEnds(int old, int young) {
    if (before == null || after == null) {
      throw new IllegalStateException("compared with nothing");
    }
    int order = Long.compareUnsigned(before.ipv6High(old + 1), after.ipv6High(young + 1));
    return order != 0
        ? order
        : Long.compareUnsigned(before.ipv6Low(old + 1), after.ipv6Low(young + 1));
  }

  private void add(int regionBefore, int regionAfter, byte[] address) {
    Pair pair = new Pair(regionBefore, regionAfter);
    if (!found.containsKey(pair)) {
      int scope = Math.max(scope(before, address), scope(after, address));
      found.put(pair, Optional.of(IpPrefix.around(address, scope)));
    }
  }

  /** How long a prefix around the address is all of one region. */
  private static int scope(@Nullable RegionTable table, byte[] address) {
    if (table == null) {
      return 0;
    }
    ByteBuffer numbers = ByteBuffer.wrap(address);
    return RegionTable.scope(
        address.length == Integer.BYTES
            ? table.ofIpv4(numbers.getInt())
            : table.ofIpv6(numbers.getLong(), numbers.getLong()));
  }
}
