package org.popdns.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.Capacity;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.write.AddressFormat;

/** What a dynamic record says, a line for each thing that may change by itself. Stateless. */
final class PlanText {

  private PlanText() {}

  /** The check, then the pools by their names, then the rules. */
  static List<String> of(SteeringPlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add("check " + plan.check().name());
    new TreeSet<>(plan.pools().keySet())
        .forEach(name -> plan.pool(name).ifPresent(pool -> lines.add(pool(pool))));
    for (int i = 0; i < plan.rules().size(); i++) {
      lines.add("rule " + (i + 1) + ": " + rule(plan.rules().get(i)));
    }
    if (!plan.ttl().equals(AnswerTtl.OF_RECORDS)) {
      lines.add("ttl " + ttl(plan.ttl()));
    }
    return lines;
  }

  private static String pool(Pool pool) {
    boolean weighted = pool.hosts().stream().anyMatch(host -> host.weight() > 1);
    return "pool "
        + pool.name()
        + ": "
        + pool.hosts().stream()
            .map(host -> host(host) + (weighted ? " weight " + host.weight() : ""))
            .collect(Collectors.joining(", "))
        + "; "
        + choice(pool.choice())
        + (pool.minimumHealthy().equals(new MinimumHealthy.Hosts(1))
            ? ""
            : "; minimum-healthy " + pool.minimumHealthy())
        + pool.capacity().map(capacity -> "; capacity " + capacity(pool, capacity)).orElse("")
        + pool.location().map(location -> "; at " + location).orElse("");
  }

  /** What a pool can carry, as {@code 900}, or {@code 600+300} where each host's is declared. */
  static String capacity(Pool pool, Capacity capacity) {
    return capacity.equals(Capacity.ofPool(capacity.total(), pool.hosts()))
        ? Long.toString(capacity.total())
        : capacity.portions().stream().map(String::valueOf).collect(Collectors.joining("+"));
  }

  /** How long answers may be kept, as {@code auto, 10 while degraded}. */
  static String ttl(AnswerTtl ttl) {
    return switch (ttl.basis()) {
          case AUTO -> "auto";
          case RECORDS -> "of the records";
        }
        + ttl.degradedSeconds().map(seconds -> ", " + seconds + " while degraded").orElse("");
  }

  private static String host(Pool.Host host) {
    return host.name()
        + (host.status() == HostStatus.OBEY
            ? ""
            : " " + host.status().name().toLowerCase(Locale.ROOT));
  }

  /** What of a pool an answer has, as {@code 1 by weight}. */
  static String choice(PoolChoice choice) {
    return (choice.answers() == PoolChoice.ALL ? "all" : Integer.toString(choice.answers()))
        + switch (choice.method()) {
          case ROTATE -> " in turn";
          case WEIGHTED -> " by weight";
          case HASH -> " by client network";
        };
  }

  private static String rule(SteeringRule rule) {
    return clients(rule.clients())
        + (rule.sites().isEmpty() ? "" : " at " + String.join(" ", new TreeSet<>(rule.sites())))
        + ": "
        + switch (rule.order()) {
          case DECLARED -> String.join(", else ", rule.pools());
          case NEAREST -> "the nearest of " + String.join(", ", rule.pools());
        }
        + rule.load().map(load -> "; load " + load).orElse("");
  }

  private static String clients(ClientCondition clients) {
    if (clients.isEverybody()) {
      return "everyone";
    }
    List<String> parts = new ArrayList<>();
    clients.geos().forEach(geo -> parts.add(geo.toString()));
    clients.subnets().forEach(subnet -> parts.add(AddressFormat.of(subnet)));
    clients.asns().forEach(asn -> parts.add("AS" + asn));
    return String.join(" ", parts);
  }
}
