package org.popdns.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.popdns.config.model.DynamicPlans;
import org.popdns.config.model.Pool;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.record.RdataText;
import org.popdns.record.RecordTypes;

/** A zone's records as text for a terminal. Nothing is kept in memory but the widest name. */
final class ZoneText {

  private static final int WIDEST_OWNER = 48;

  private final Map<String, SteeringPlan> plans;
  private final Optional<String> site;
  private final PrintWriter out;

  /**
   * Prints zones.
   *
   * @param plans by their names, which record sets refer to
   * @param site the site whose members are shown; empty to show those of all sites
   */
  ZoneText(Map<String, SteeringPlan> plans, Optional<String> site, PrintWriter out) {
    this.plans = plans;
    this.site = site;
    this.out = out;
  }

  void print(Zone zone) {
    int width =
        zone.recordSets().stream()
            .mapToInt(set -> set.owner().toString().length())
            .filter(length -> length <= WIDEST_OWNER)
            .max()
            .orElse(0);
    for (RecordSet set : zone.recordSets()) {
      String head =
          ("%-" + width + "s  %6d  %-5s  ")
              .formatted(set.owner(), set.ttlSeconds(), RecordTypes.mnemonic(set.type()));
      Optional<SteeringPlan> own =
          set instanceof RecordSet.Steered steered && DynamicPlans.isName(steered.plan())
              ? Optional.ofNullable(plans.get(steered.plan()))
              : Optional.empty();
      for (String value : RecordValues.of(set, own)) {
        out.print(head + value + "\n");
      }
      if (own.isEmpty() && set instanceof RecordSet.Steered steered) {
        members(steered, " ".repeat(head.length()));
      }
    }
  }

  private void members(RecordSet.Steered set, String indent) {
    SteeringPlan plan = plans.get(set.plan());
    if (plan == null) {
      return;
    }
    for (Pool pool : plan.pools().values()) {
      boolean asked = site.map(pool.name()::equals).orElse(true);
      if (asked && !pool.hosts().isEmpty()) {
        String addresses = addresses(pool, set.type());
        out.print(
            indent + "  " + pool.name() + ": " + (addresses.isEmpty() ? "none" : addresses) + "\n");
      }
    }
  }

  private static String addresses(Pool pool, int type) {
    return pool.endpoints()
        .flatMap(endpoint -> endpoint.rdata(type).stream())
        .map(rdata -> RdataText.of(type, rdata))
        .collect(Collectors.joining(" "));
  }
}
