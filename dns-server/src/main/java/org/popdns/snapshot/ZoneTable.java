package org.popdns.snapshot;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.popdns.name.DomainName;
import org.popdns.wire.NameHash;
import org.popdns.wire.Query;

/**
 * The zones by their origins. A query belongs to the zone with the longest matching origin, so the
 * name's endings are looked for from the longest on, but only those with a number of labels that
 * some origin has: mostly one look-up. Immutable.
 *
 * <pre>
 *   hash table of origins, outside the heap; a power of two of entries, linear probing
 *     i64   hash of the origin in lower case
 *     i32   1 + the zone's place in the array of zones; 0 for an empty entry
 *     i32   not used
 * </pre>
 *
 * <p>A table in which zones are replaced shares the hash table with the one before: of a hundred
 * thousand zones one of which changed, only the array is new.
 */
public final class ZoneTable {

  /** No zones. */
  public static final ZoneTable EMPTY = new ZoneTable(List.of());

  private static final int ENTRY_SHIFT = 4;
  private static final int PLACE = 8;

  private final CompiledZone[] zones;
  private final MemorySegment index;
  private final long mask;
  // Bit n of the pair: some origin has n labels.
  private final long labelCountsLow;
  private final long labelCountsHigh;

  /** Builds the table; origins differ from each other. */
  public ZoneTable(Collection<CompiledZone> zones) {
    this.zones = zones.toArray(CompiledZone[]::new);
    int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, zones.size())) << 2);
    mask = capacity - 1L;
    index = Arena.ofAuto().allocate((long) capacity << ENTRY_SHIFT, Long.BYTES);
    long low = 0;
    long high = 0;
    for (int place = 0; place < this.zones.length; place++) {
      CompiledZone zone = this.zones[place];
      long hash = NameHash.of(zone.origin().toWire());
      long slot = hash & mask;
      while (place(slot) >= 0) {
        slot = (slot + 1) & mask;
      }
      index.set(ValueLayout.JAVA_LONG, slot << ENTRY_SHIFT, hash);
      index.set(ValueLayout.JAVA_INT, (slot << ENTRY_SHIFT) + PLACE, place + 1);
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

  /** The table after others with other zones of the same origins. */
  private ZoneTable(ZoneTable before, CompiledZone[] zones) {
    this.zones = zones;
    this.index = before.index;
    this.mask = before.mask;
    this.labelCountsLow = before.labelCountsLow;
    this.labelCountsHigh = before.labelCountsHigh;
  }

  /**
   * The table with other versions of some zones.
   *
   * @param replaced by their places; each of the origin that stands there
   */
  public ZoneTable with(Map<Integer, CompiledZone> replaced) {
    CompiledZone[] next = zones.clone();
    replaced.forEach(
        (place, zone) -> {
          if (!next[place].origin().equals(zone.origin())) {
            throw new IllegalArgumentException(zone.origin() + " for " + next[place].origin());
          }
          next[place] = zone;
        });
    return new ZoneTable(this, next);
  }

  /** All zones, in the order they were given. */
  public List<CompiledZone> zones() {
    return Collections.unmodifiableList(Arrays.asList(zones));
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
    for (long slot = hash & mask; ; slot = (slot + 1) & mask) {
      int place = place(slot);
      if (place < 0) {
        return null;
      }
      if (hash(slot) == hash) {
        CompiledZone zone = zones[place];
        if (query.endsWith(skip, zone.originWords(), zone.originLength())) {
          return zone;
        }
      }
    }
  }

  /** The zone of an origin, or null. For the control side. */
  public @Nullable CompiledZone zone(DomainName origin) {
    int place = placeOf(origin);
    return place < 0 ? null : zones[place];
  }

  /** Where in {@link #zones} the zone of an origin stands; negative if there is none. */
  public int placeOf(DomainName origin) {
    long hash = NameHash.of(origin.toWire());
    for (long slot = hash & mask; ; slot = (slot + 1) & mask) {
      int place = place(slot);
      if (place < 0 || (hash(slot) == hash && zones[place].origin().equals(origin))) {
        return place;
      }
    }
  }

  private long hash(long slot) {
    return index.get(ValueLayout.JAVA_LONG, slot << ENTRY_SHIFT);
  }

  /** The place that an entry has; negative if it is empty. */
  private int place(long slot) {
    return index.get(ValueLayout.JAVA_INT, (slot << ENTRY_SHIFT) + PLACE) - 1;
  }
}
