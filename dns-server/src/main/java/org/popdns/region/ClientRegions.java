package org.popdns.region;

import java.util.List;
import org.popdns.snapshot.RegionTable;

/**
 * The regions of a list of rules. Those from 0 on are the rules', in their order, for clients who
 * try their pools as they are declared, and behind these one for clients that no rule holds for, if
 * there can be any; then come those of clients who try the nearest pool first.
 *
 * @param table which region an address is in
 * @param byDistance the regions of the last kind: only orders that occur
 */
record ClientRegions(RegionTable table, List<ByDistance> byDistance) {

  /** Copies the list. */
  ClientRegions {
    byDistance = List.copyOf(byDistance);
  }

  /**
   * Clients who have the pools of a rule in the same order of distance, which is not the rule's.
   *
   * @param rule its place in the list
   * @param order the pools' places in the rule, the nearest first
   */
  record ByDistance(int rule, List<Integer> order) {

    /** Copies the list. */
    ByDistance {
      order = List.copyOf(order);
    }
  }
}
