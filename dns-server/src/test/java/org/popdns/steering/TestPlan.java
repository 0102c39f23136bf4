package org.popdns.steering;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Capacity;
import org.popdns.config.model.Check;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Geo;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.Location;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.model.WhenBelow;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Status;
import org.popdns.time.Moment;

/** A plan as a test writes it: pools of single addresses, rules for continents. */
public final class TestPlan {

  public static final Check CHECK =
      Check.of(
          "web",
          new Check.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3),
          new TcpProbe(80));

  private final String name;
  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final List<SteeringRule> rules = new ArrayList<>();

  public TestPlan(String name) {
    this.name = name;
  }

  /** A pool of which one host must be healthy. */
  public TestPlan pool(String pool, Pool.Host... hosts) {
    pools.put(pool, new Pool(pool, new MinimumHealthy.Hosts(1), List.of(hosts)));
    return this;
  }

  /** What a pool that is there already can carry, its hosts all the same. */
  public TestPlan capacity(String pool, long total) {
    pools.computeIfPresent(
        pool,
        (n, p) ->
            new Pool(
                n,
                p.minimumHealthy(),
                p.choice(),
                Optional.of(Capacity.ofPool(total, p.hosts())),
                p.location(),
                p.hosts()));
    return this;
  }

  /** What comes to the rule that was added last. */
  public TestPlan load(long load) {
    SteeringRule rule = rules.removeLast();
    rules.add(
        new SteeringRule(
            rule.sites(), rule.clients(), rule.pools(), Optional.of(load), rule.order()));
    return this;
  }

  /** Where a pool is that is there already. */
  public TestPlan at(String pool, double latitude, double longitude) {
    pools.computeIfPresent(pool, (n, p) -> p.at(Optional.of(new Location(latitude, longitude))));
    return this;
  }

  /** The rule that was added last tries the nearest of its pools first. */
  public TestPlan nearest() {
    rules.add(rules.removeLast().by(PoolOrder.NEAREST));
    return this;
  }

  /** A rule for clients of a continent; the first pool's fallbacks follow it. */
  public TestPlan rule(String continent, String... tried) {
    Geo geo = new Geo(continent, Optional.empty(), Optional.empty());
    return rule(Set.of(), new ClientCondition(List.of(geo), List.of(), List.of()), tried);
  }

  /** The rule for all others. */
  public TestPlan everybody(String... tried) {
    return rule(Set.of(), ClientCondition.EVERYBODY, tried);
  }

  /** A rule at some sites. */
  public TestPlan rule(Set<String> sites, ClientCondition clients, String... tried) {
    rules.add(new SteeringRule(sites, clients, List.of(tried)));
    return this;
  }

  public SteeringPlan plan() {
    return new SteeringPlan(name, CHECK, rules, pools, WhenBelow.FALLBACK);
  }

  /** A host of one address. */
  public static Pool.Host host(String address, HostStatus status) {
    return new Pool.Host(address, 1, status, List.of(endpoint(address)));
  }

  /** A host of one address, as healthy as that. */
  public static Pool.Host host(String address) {
    return host(address, HostStatus.OBEY);
  }

  public static Endpoint endpoint(String address) {
    return new Endpoint(CHECK, InetAddress.ofLiteral(address));
  }

  /** These addresses are up; all others are not watched. */
  public static HealthSnapshot up(String... addresses) {
    return HealthSnapshot.of(
        List.of(addresses).stream()
            .map(
                address ->
                    new EndpointState(
                        endpoint(address),
                        Status.UP,
                        new Moment(Instant.EPOCH, 0),
                        "test",
                        0,
                        Optional.empty(),
                        Duration.ZERO,
                        1,
                        0))
            .toList());
  }
}
