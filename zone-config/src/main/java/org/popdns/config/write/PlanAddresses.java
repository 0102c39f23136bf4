package org.popdns.config.write;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.Pool;
import org.popdns.config.model.RecordSet.Steered;
import org.popdns.config.model.SteeringPlan;
import org.popdns.record.RecordTypes;

/**
 * The addresses that stand for a plan where nobody steers.
 *
 * @param plans by their names; nobody changes the map
 * @param site the site whose rule is followed; empty if that is not known
 */
public record PlanAddresses(Map<String, SteeringPlan> plans, Optional<String> site) {

  /** True if it takes a site to say which addresses stand for the plan. */
  public static boolean needSite(Steered set) {
    return set.lastResort().isEmpty();
  }

  /**
   * The addresses that stand for one plan at one name.
   *
   * @param rdata RDATA of the set's type; empty if there is no address of that family
   * @param source where they are from, in words
   */
  public record Substitute(List<byte[]> rdata, String source) {

    /** Copies the list. */
    public Substitute {
      rdata = List.copyOf(rdata);
    }
  }

  /**
   * The last resort of the file; else all addresses of the first pool of the site's rule that has
   * any.
   */
  public Substitute of(Steered set) {
    if (!set.lastResort().isEmpty()) {
      return new Substitute(set.lastResort(), "its last resort");
    }
    for (Pool pool : pools(set.plan())) {
      List<byte[]> addresses = addresses(pool, set.type());
      if (!addresses.isEmpty()) {
        return new Substitute(addresses, "all addresses at " + pool.name());
      }
    }
    return new Substitute(
        List.of(), "no " + RecordTypes.mnemonic(set.type()) + " addresses for " + set.owner());
  }

  private List<Pool> pools(String plan) {
    return Optional.ofNullable(plans.get(plan)).map(found -> found.poolsAt(site)).orElse(List.of());
  }

  private static List<byte[]> addresses(Pool pool, int type) {
    // One that never answers here is not to answer there.
    return pool.hosts().stream()
        .filter(host -> host.status() != HostStatus.DOWN)
        .flatMap(host -> host.endpoints().stream())
        .flatMap(endpoint -> endpoint.rdata(type).stream())
        .toList();
  }
}
