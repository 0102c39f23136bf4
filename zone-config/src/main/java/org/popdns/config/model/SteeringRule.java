package org.popdns.config.model;

import java.util.List;

/**
 * Which pools answer, and in which order they are tried.
 *
 * @param site the site whose nodes follow the rule
 * @param pools names of the plan's pools, at least one, none twice; the first is meant to answer,
 *     the others are its fallbacks
 */
public record SteeringRule(String site, List<String> pools) {

  /** Copies the list. */
  public SteeringRule {
    pools = List.copyOf(pools);
  }
}
