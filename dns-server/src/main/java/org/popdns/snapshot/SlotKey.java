package org.popdns.snapshot;

import java.util.List;

/**
 * What a slot holds: the records that a plan decides on, as all RRsets of one type, TTL and last
 * resort share them.
 *
 * @param plan the plan's name
 * @param type the records' type
 * @param ttlSeconds the records' time to live
 * @param lastResort addresses, as lists of octets, to answer with when no endpoint of the plan is
 *     healthy; mostly empty
 */
public record SlotKey(String plan, int type, long ttlSeconds, List<List<Byte>> lastResort) {

  /** Copies the list. */
  public SlotKey {
    lastResort = List.copyOf(lastResort);
  }
}
