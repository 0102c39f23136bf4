package org.popdns.config.diff;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.popdns.config.diff.Part.MemberAddress;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;

/** The parts that a plan is made of. Stateless. */
final class PlanParts {

  /** By pool, host and address: a host that serves on another address has lost one, and won one. */
  static final Comparator<MemberAddress> MEMBER_ORDER =
      Comparator.comparing(MemberAddress::pool)
          .thenComparing(MemberAddress::host)
          .thenComparing(member -> member.target().rdata(), Arrays::compareUnsigned);

  private PlanParts() {}

  /** The addresses of all hosts, in their order. */
  static List<MemberAddress> members(SteeringPlan plan) {
    return plan.pools().values().stream()
        .flatMap(pool -> pool.hosts().stream().flatMap(host -> members(plan, pool, host).stream()))
        .sorted(MEMBER_ORDER)
        .toList();
  }

  private static List<MemberAddress> members(SteeringPlan plan, Pool pool, Pool.Host host) {
    return host.endpoints().stream()
        .map(
            endpoint ->
                new MemberAddress(
                    plan.name(),
                    pool.name(),
                    host.name(),
                    endpoint.target(),
                    host.weight(),
                    host.status(),
                    Optional.of(endpoint.check().name())
                        .filter(own -> !own.equals(plan.check().name()))))
        .toList();
  }

  /**
   * True if the plans differ in nothing but their members and what their check consists of. Which
   * pools a site tries follows from the sites, which are parts of their own.
   */
  static boolean sameButForMembers(SteeringPlan before, SteeringPlan after) {
    return before.check().name().equals(after.check().name())
        && before.minima().equals(after.minima())
        && before.choices().equals(after.choices())
        && before.goesByDistance() == after.goesByDistance()
        && before.whenBelow() == after.whenBelow()
        && before.ttl().equals(after.ttl())
        && before.capacities().equals(after.capacities())
        && before.loads().equals(after.loads());
  }
}
