package org.popdns.impact;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.IpPrefix;
import org.popdns.region.RegionSweep;
import org.popdns.snapshot.RegionTable;

/**
 * Lays two ways of parting clients into regions over each other: which region of the one and which
 * of the other clients are in at the same time, and where the first of these are. Used by one
 * thread.
 */
final class RegionPairs {

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
      pairs.sweep();
    }
    return pairs.found;
  }

  private void sweep() {
    RegionSweep sweep = new RegionSweep(Stream.of(before, after).filter(Objects::nonNull).toList());
    sweep.ipv4(
        (first, regions) -> add(regions, ByteBuffer.allocate(Integer.BYTES).putInt(first).array()));
    sweep.ipv6(
        (high, low, regions) -> {
          if (Arrays.stream(regions).noneMatch(region -> region == RegionTable.EMBEDDED)) {
            add(regions, ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array());
          }
        });
  }

  /** Adds a piece; without a table all clients are in region 0. */
  private void add(int[] regions, byte[] address) {
    Pair pair =
        new Pair(before == null ? 0 : regions[0], after == null ? 0 : regions[regions.length - 1]);
    if (!found.containsKey(pair)) {
      int scope = Math.max(scope(before, address), scope(after, address));
      found.put(pair, Optional.of(IpPrefix.around(address, scope)));
    }
  }

  /** How long a prefix around the address is all of one region. */
  private static int scope(@Nullable RegionTable table, byte[] address) {
    return table == null ? 0 : RegionTable.scope(table.find(address));
  }
}
