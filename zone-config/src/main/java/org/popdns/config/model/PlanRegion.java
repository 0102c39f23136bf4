package org.popdns.config.model;

import java.util.List;

/**
 * A kind of clients that a node tells apart: those whom a rule holds for and who try its pools in
 * the same order.
 *
 * @param rule the rule's number, from 1 as the plan lists its rules; 0 for clients that no rule
 *     holds for
 * @param pools the rule's pools, the first to be tried first; none without a rule
 */
public record PlanRegion(int rule, List<String> pools) {

  /** Clients that no rule holds for. */
  public static final PlanRegion WITHOUT_RULE = new PlanRegion(0, List.of());

  /** Copies the list. */
  public PlanRegion {
    pools = List.copyOf(pools);
  }
}
