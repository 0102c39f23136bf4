package org.popdns.config.model;

import java.util.List;

/**
 * Which clients a rule is for: those for whom any of the parts holds; if there is none, all.
 *
 * @param geos where the client is
 * @param subnets which network it asks from
 * @param asns which autonomous systems originate that network, each unsigned 32 bits
 */
public record ClientCondition(List<Geo> geos, List<IpPrefix> subnets, List<Long> asns) {

  /** All clients. */
  public static final ClientCondition EVERYBODY =
      new ClientCondition(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public ClientCondition {
    geos = List.copyOf(geos);
    subnets = List.copyOf(subnets);
    asns = List.copyOf(asns);
  }

  /** True if no client is left out. */
  public boolean isEverybody() {
    return geos.isEmpty() && subnets.isEmpty() && asns.isEmpty();
  }
}
