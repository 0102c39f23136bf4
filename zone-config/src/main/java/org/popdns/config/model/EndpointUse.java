package org.popdns.config.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A member that goes by an endpoint's health, by its name. Log, events, metrics and orders call it
 * so. Immutable.
 *
 * @param cluster the cluster's name, or that of a record's own plan: {@code www.example.com. A}
 * @param site the site, or the pool of such a plan
 * @param member the host's name, or a pool's value
 */
public record EndpointUse(String cluster, String site, String member) {

  private static final int NAMED = 3;

  /** A host of a plan's pool. */
  public static EndpointUse of(SteeringPlan plan, Pool pool, Pool.Host host) {
    return new EndpointUse(plan.name(), pool.name(), host.name());
  }

  /** Where it is: {@code images/tokyo}. */
  public String place() {
    return cluster + "/" + site;
  }

  /**
   * An endpoint in the operator's words: {@code images/tokyo/t1 at 192.0.2.21 (check web)}, or
   * without the address where that is the members' name; with the address and the check alone where
   * no member goes by it.
   *
   * @param uses who goes by it; the first few are named
   * @param check in words: {@code check web}; empty text if it has none
   */
  public static String words(List<EndpointUse> uses, String address, String check) {
    String probed = check.isEmpty() ? "" : " (" + check + ")";
    if (uses.isEmpty()) {
      return address + probed;
    }
    String named =
        uses.stream().limit(NAMED).map(EndpointUse::toString).collect(Collectors.joining(", "))
            + (uses.size() > NAMED ? " and " + (uses.size() - NAMED) + " more" : "");
    boolean isNamedByAddress = uses.stream().allMatch(use -> use.member.equals(address));
    return named + (isNamedByAddress ? "" : " at " + address) + probed;
  }

  /** In one word: {@code images/tokyo/t1}. */
  @Override
  public String toString() {
    return cluster + "/" + site + "/" + member;
  }
}
