package org.popdns.snapshot;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.popdns.name.DomainName;
import org.popdns.wire.NameHash;
import org.popdns.wire.Query;

/**
 * The zones by their origins. A query belongs to the zone with the longest matching origin, so the
 * name's endings are looked for from the longest on, but only those with a number of labels that
 * some origin has: mostly one look-up. Immutable.
 */
public final class ZoneTable {

  /** No zones. */
  public static final ZoneTable EMPTY = new ZoneTable(List.of());

  private final List<CompiledZone> zones;
  private final @Nullable CompiledZone[] table;
  private final long[] hashes;
  // Bit n of the pair: some origin has n labels.
  private final long labelCountsLow;
  private final long labelCountsHigh;

  /** Builds the table; origins differ from each other. */
  public ZoneTable(Collection<CompiledZone> zones) {
    this.zones = List.copyOf(zones);
    int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, zones.size())) << 2);
    table = new CompiledZone[capacity];
    hashes = new long[capacity];
    long low = 0;
    long high = 0;
    for (CompiledZone zone : this.zones) {
      long hash = NameHash.of(zone.origin().toWire());
      int slot = (int) hash & (capacity - 1);
      while (table[slot] != null) {
        slot = (slot + 1) & (capacity - 1);
      }
      table[slot] = zone;
      hashes[slot] = hash;
      int labels = zone.labelCount();
      if (labels < 64) {
        low |= 1L << labels;
      } else {
        high |= 1L << (labels - 64);
      }
    }
    labelCountsLow = low;
    labelCountsHigh = high;
  }

  /** All zones, in the order they were given. */
  public List<CompiledZone> zones() {
    return zones;
  }

  /**
   * The zone with the longest origin that the query's name is at or below.
   *
   * @param firstLabel how many labels of the name to leave out at least: 0 for the closest zone, 1
   *     for the one above a zone whose apex is asked
   * @return the zone, or null if there is none
   */
  public @Nullable CompiledZone closest(Query query, int firstLabel) {
    int labels = query.labelCount();
    for (int i = firstLabel; i <= labels; i++) {
      int remaining = labels - i;
      long bit =
          remaining < 64 ? labelCountsLow >>> remaining : labelCountsHigh >>> (remaining - 64);
      if ((bit & 1) != 0) {
        CompiledZone zone = find(query, i);
        if (zone != null) {
          return zone;
        }
      }
    }
    return null;
  }

  private @Nullable CompiledZone find(Query query, int skip) {
    long hash = query.hashWithout(skip);
    int mask = table.length - 1;
    for (int slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
      CompiledZone zone = table[slot];
      if (zone == null) {
        return null;
      }
      if (hashes[slot] == hash && query.endsWith(skip, zone.originWords(), zone.originLength())) {
        return zone;
      }
    }
  }

  /** The zone of an origin, or null. For the control side. */
  public @Nullable CompiledZone zone(DomainName origin) {
    long hash = NameHash.of(origin.toWire());
    int mask = table.length - 1;
    for (int slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
      CompiledZone zone = table[slot];
      if (zone == null || (hashes[slot] == hash && zone.origin().equals(origin))) {
        return zone;
      }
    }
  }
}
