package org.popdns.config.zone;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.Capacity;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;

/**
 * A zone's own plan as text that says all of it and nothing else, for digests: the same wherever
 * and whenever it is read. Stateless.
 */
final class PlanContent {

  private PlanContent() {}

  static String of(SteeringPlan plan) {
    // The check's name says what it does.
    return "check "
        + plan.check().name()
        + plan.pools().values().stream()
            .sorted(Comparator.comparing(Pool::name))
            .map(PlanContent::pool)
            .collect(Collectors.joining())
        + plan.rules().stream().map(PlanContent::rule).collect(Collectors.joining())
        + (plan.ttl().equals(AnswerTtl.OF_RECORDS) ? "" : "\n" + plan.ttl())
        + "\n";
  }

  private static String pool(Pool pool) {
    return "\npool %s minimum %s choice %s answers %d:"
            .formatted(
                pool.name(), pool.minimumHealthy(), pool.choice().method(), pool.choice().answers())
        + pool.hosts().stream()
            .map(host -> " " + host.name() + "*" + host.weight() + " " + host.status())
            .sorted()
            .collect(Collectors.joining())
        + pool.capacity().map(capacity -> "; " + capacities(pool, capacity)).orElse("")
        + pool.location().map(location -> " at " + location).orElse("");
  }

  private static String capacities(Pool pool, Capacity capacity) {
    return "capacity "
        + capacity.total()
        + IntStream.range(0, pool.hosts().size())
            .mapToObj(i -> " " + pool.hosts().get(i).name() + "=" + capacity.portions().get(i))
            .sorted()
            .collect(Collectors.joining());
  }

  private static String rule(SteeringRule rule) {
    return "\nrule sites %s geos %s subnets %s asns %s pools %s"
            .formatted(
                sorted(rule.sites().stream().toList()),
                sorted(rule.clients().geos()),
                sorted(rule.clients().subnets()),
                sorted(rule.clients().asns()),
                rule.pools())
        + rule.load().map(load -> " load " + load).orElse("")
        + (rule.order() == PoolOrder.NEAREST ? " nearest" : "");
  }

  private static String sorted(List<?> items) {
    return items.stream().map(String::valueOf).sorted().collect(Collectors.joining(" "));
  }
}
