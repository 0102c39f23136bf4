package org.popdns.explain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.PlanRegion;
import org.popdns.config.model.Pool;
import org.popdns.config.model.SteeringPlan;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Status;
import org.popdns.place.Places;
import org.popdns.region.RegionTables;
import org.popdns.report.StatusReport;
import org.popdns.status.StatusJson;
import org.popdns.steering.CapacityLimits;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringPolicy;
import org.popdns.time.Moment;
import tools.jackson.databind.node.ObjectNode;

/**
 * A configuration and the health of its endpoints, real or assumed: what an explanation explains.
 * Immutable.
 *
 * @param configuration what is served, or would be
 * @param health the endpoints' states
 * @param regions which clients its plans tell apart, and where addresses are
 * @param answers what the configuration's zones are compiled to
 * @param limits up to where pools may be loaded, by the plans' names; those that have none are left
 *     out
 */
public record Situation(
    Configuration configuration,
    HealthSnapshot health,
    RegionTables regions,
    CompiledAnswers answers,
    Map<String, CapacityLimits> limits) {

  /** Copies the map. */
  public Situation {
    limits = Map.copyOf(limits);
  }

  /** A situation in which no pool takes load back. */
  public Situation(
      Configuration configuration,
      HealthSnapshot health,
      RegionTables regions,
      CompiledAnswers answers) {
    this(configuration, health, regions, answers, Map.of());
  }

  /** Where the node stands; empty if it has no site. */
  Optional<String> site() {
    return configuration.server().site();
  }

  /**
   * What a plan of the configuration comes to, by the health that is or is supposed.
   *
   * @param name the plan's
   * @return by the numbers of its regions
   * @throws IllegalArgumentException with a line for the operator if nobody said at which site
   */
  List<SteeringDecision> decide(String name) {
    SteeringPlan plan = configuration.plans().get(name);
    if (plan == null) {
      throw new IllegalStateException("plan " + name + " is not in the configuration");
    }
    Set<String> sites = configuration.topology().sites().keySet();
    // Where there are sites, a server stands at one of them; files are of them all.
    if (site().isEmpty()
        && !sites.isEmpty()
        && plan.rules().stream().anyMatch(rule -> !rule.sites().isEmpty())) {
      throw new IllegalArgumentException(
          "the answer depends on the site: give --site; sites are: " + String.join(", ", sites));
    }
    return decide(plan, regions.regions(plan, site()));
  }

  /** What a plan comes to for some kinds of clients, by their order. */
  List<SteeringDecision> decide(SteeringPlan plan, List<PlanRegion> clients) {
    return new SteeringPolicy(site())
        .decide(plan, clients, health, limits.getOrDefault(plan.name(), CapacityLimits.NONE));
  }

  /** Says, as {@code checker}, that the health checker doubts itself, where it does. */
  void putDoubt(ObjectNode told, long nowNanos) {
    if (health.selfDoubt().freeze().isPresent()) {
      StatusJson.putDoubt(told.putObject("checker"), new StatusReport(nowNanos).doubt(health));
    }
  }

  /** Files without a server: every endpoint is taken to be up. */
  public static Situation assumed(Configuration configuration, Places places, Moment now) {
    RegionTables regions =
        RegionTables.of(
            configuration.plans().values(),
            configuration.server().site(),
            places,
            RegionTables.NONE);
    return new Situation(
        configuration,
        withUnknownUp(configuration, HealthSnapshot.EMPTY, now),
        regions,
        new FileAnswers(configuration, regions));
  }

  /** The states that are known, and up what is not. */
  public static HealthSnapshot withUnknownUp(
      Configuration configuration, HealthSnapshot known, Moment now) {
    Map<Endpoint, EndpointState> states = new LinkedHashMap<>();
    known.states().forEach(state -> states.put(state.endpoint(), state));
    for (SteeringPlan plan : configuration.plans().values()) {
      for (Pool pool : plan.pools().values()) {
        pool.endpoints()
            .forEach(
                endpoint ->
                    states.computeIfAbsent(
                        endpoint, e -> state(e, Status.UP, "assumed to be up", now)));
      }
    }
    return HealthSnapshot.of(states.values());
  }

  /** The same situation at another time, when no pool was taking load back. */
  Situation with(HealthSnapshot then) {
    return new Situation(configuration, then, regions, answers);
  }

  /**
   * The same situation with some endpoints down.
   *
   * @param down each an address, a host's name, a site's or pool's name, or {@code all}
   * @throws IllegalArgumentException with a line for the operator if one is none of these
   */
  Situation withDown(Set<String> down, Moment now) {
    Map<Endpoint, EndpointState> states = new LinkedHashMap<>();
    health.states().forEach(state -> states.put(state.endpoint(), state));
    Set<String> unknown = new TreeSet<>(down);
    unknown.remove("all");
    for (SteeringPlan plan : configuration.plans().values()) {
      for (Pool pool : plan.pools().values()) {
        for (Pool.Host host : pool.hosts()) {
          for (Endpoint endpoint : host.endpoints()) {
            List<String> names =
                List.of("all", pool.name(), host.name(), endpoint.target().toString());
            if (names.stream().anyMatch(down::contains)) {
              states.put(endpoint, state(endpoint, Status.DOWN, "assumed to be down", now));
              names.forEach(unknown::remove);
            }
          }
        }
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--down "
              + unknown.iterator().next()
              + ": no cluster or record has such an address, host, site or pool");
    }
    return new Situation(
        configuration, HealthSnapshot.of(states.values()), regions, answers, limits);
  }

  private static EndpointState state(Endpoint endpoint, Status status, String reason, Moment now) {
    return new EndpointState(
        endpoint, status, now, reason, 0, Optional.empty(), Duration.ZERO, 0, 0);
  }
}
