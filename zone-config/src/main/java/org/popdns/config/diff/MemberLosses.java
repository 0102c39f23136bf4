package org.popdns.config.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.DynamicPlans;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Target;

/**
 * Counts the hosts of plans that come and go, by plan and by pool: by cluster and site, by dynamic
 * record and pool. A dynamic record that goes or comes whole is counted as a name, not here.
 * Stateless.
 */
final class MemberLosses {

  private static final String ALL = "members of cluster ";
  private static final String AT = " at ";
  private static final String ALL_VALUES = "values of ";
  private static final String OF_POOL = " in pool ";

  private MemberLosses() {}

  /** True if a loss is one of a cluster's members at a site, or of a pool's values. */
  static boolean isAtSite(Loss loss) {
    return (loss.of().startsWith(ALL) && loss.of().contains(AT))
        || (loss.of().startsWith(ALL_VALUES) && loss.of().contains(OF_POOL));
  }

  static void add(
      List<Loss> losses, Map<String, SteeringPlan> before, Map<String, SteeringPlan> after) {
    for (String plan : both(before, after)) {
      boolean stays = before.containsKey(plan) && after.containsKey(plan);
      if (DynamicPlans.isName(plan) && !stays) {
        continue;
      }
      add(losses, plan, pools(before.get(plan)), pools(after.get(plan)));
    }
  }

  private static Map<String, Pool> pools(@Nullable SteeringPlan plan) {
    return plan == null ? Map.of() : plan.pools();
  }

  private static Set<String> both(Map<String, ?> before, Map<String, ?> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names;
  }

  private static void add(
      List<Loss> losses, String plan, Map<String, Pool> before, Map<String, Pool> after) {
    boolean isDynamic = DynamicPlans.isName(plan);
    String ofPlan = (isDynamic ? ALL_VALUES : ALL) + plan;
    LossCount all = new LossCount(ofPlan);
    List<Loss> ofSites = new ArrayList<>();
    Hosts allBefore = Hosts.of(before.values());
    Hosts allAfter = Hosts.of(after.values());
    for (String pool : both(before, after)) {
      LossCount here = new LossCount(ofPlan + (isDynamic ? OF_POOL : AT) + pool);
      Hosts old = Hosts.of(Optional.ofNullable(before.get(pool)).stream().toList());
      Hosts young = Hosts.of(Optional.ofNullable(after.get(pool)).stream().toList());
      all.there(old.all().size());
      here.there(old.all().size());
      for (Pool.Host host : old.without(young)) {
        here.goes(host.name());
        if (!allAfter.hasTargetOf(host)) {
          all.goes(host.name());
        }
      }
      for (Pool.Host host : young.without(old)) {
        here.comes(host.name());
        if (!allBefore.hasTargetOf(host)) {
          all.comes(host.name());
        }
      }
      here.addTo(ofSites);
    }
    all.addTo(losses);
    losses.addAll(ofSites);
  }

  /** Hosts, which have names and targets. */
  private record Hosts(List<Pool.Host> all, Set<String> names, Set<Target> targets) {

    static Hosts of(Collection<Pool> pools) {
      Hosts hosts = new Hosts(new ArrayList<>(), new HashSet<>(), new HashSet<>());
      for (Pool pool : pools) {
        hosts.all.addAll(pool.hosts());
        pool.hosts().forEach(host -> hosts.names.add(host.name()));
        pool.endpoints().map(Endpoint::target).forEach(hosts.targets::add);
      }
      return hosts;
    }

    /** Those of these hosts that are not among others, neither by name nor by target. */
    List<Pool.Host> without(Hosts others) {
      return all.stream()
          .filter(host -> !others.names.contains(host.name()) && !others.hasTargetOf(host))
          .toList();
    }

    boolean hasTargetOf(Pool.Host host) {
      return host.endpoints().stream().map(Endpoint::target).anyMatch(targets::contains);
    }
  }
}
