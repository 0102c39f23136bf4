package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Capacity;
import org.popdns.config.model.Check;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.ClusterPlans;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.Member;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.PoolSettings;
import org.popdns.config.model.Site;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.model.Topology;
import org.popdns.config.model.WhenBelow;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.health.probe.Checks;

final class ProbeTargetsTest {
  private static final Check WEB = Checks.http(80);
  private static final Check PORT = Checks.tcp(443);

  private static Member host(String... addresses) {
    return new Member(addresses[0], Stream.of(addresses).map(InetAddress::ofLiteral).toList());
  }

  private static Cluster cluster(String name, Check check, Map<String, List<Member>> members) {
    return new Cluster(name, check, PoolSettings.DEFAULT, WhenBelow.FALLBACK, members);
  }

  private static Topology topology(Cluster... clusters) {
    Map<String, Site> sites = new LinkedHashMap<>();
    sites.put("san-jose", new Site("san-jose", List.of("japan"), Map.of()));
    sites.put("japan", new Site("japan", List.of("san-jose", "germany"), Map.of()));
    sites.put("germany", new Site("germany", List.of(), Map.of()));
    Map<String, Cluster> byName = new LinkedHashMap<>();
    for (Cluster cluster : clusters) {
      byName.put(cluster.name(), cluster);
    }
    return new Topology(sites, Map.of(), byName);
  }

  private static Set<Endpoint> probed(Topology topology, String site) {
    return ProbeTargets.of(topology, ClusterPlans.of(topology).values(), Optional.of(site))
        .endpoints();
  }

  private static Endpoint endpoint(Check check, String address) {
    return new Endpoint(check, InetAddress.ofLiteral(address));
  }

  private static final Cluster IMAGES =
      cluster(
          "images",
          WEB,
          Map.of(
              "san-jose", List.of(host("192.0.2.21"), host("192.0.2.23", "2001:db8:80::23")),
              "japan", List.of(host("192.0.2.121")),
              "germany", List.of(host("192.0.2.81"))));

  @Test
  void node_probesItsSiteAndThatSitesFallbacks() {
    assertThat(probed(topology(IMAGES), "san-jose"))
        .containsExactly(
            endpoint(WEB, "192.0.2.21"),
            endpoint(WEB, "192.0.2.23"),
            endpoint(WEB, "2001:db8:80::23"),
            endpoint(WEB, "192.0.2.121"));
    assertThat(probed(topology(IMAGES), "germany")).containsExactly(endpoint(WEB, "192.0.2.81"));
  }

  @Test
  void allOfOwnSite_comeBeforeAnyOfFallbackSites() {
    Cluster thumbs =
        cluster(
            "thumbs",
            PORT,
            Map.of("san-jose", List.of(host("192.0.2.31")), "japan", List.of(host("192.0.2.131"))));
    Topology topology = topology(IMAGES, thumbs);
    Map<Endpoint, String> sites =
        ProbeTargets.of(topology, ClusterPlans.of(topology).values(), Optional.of("san-jose"))
            .sites();
    assertThat(sites)
        .containsExactly(
            Map.entry(endpoint(WEB, "192.0.2.21"), "san-jose"),
            Map.entry(endpoint(WEB, "192.0.2.23"), "san-jose"),
            Map.entry(endpoint(WEB, "2001:db8:80::23"), "san-jose"),
            Map.entry(endpoint(PORT, "192.0.2.31"), "san-jose"),
            Map.entry(endpoint(WEB, "192.0.2.121"), "japan"),
            Map.entry(endpoint(PORT, "192.0.2.131"), "japan"));
  }

  @Test
  void clustersWithTheSameCheckAndAddress_shareTheEndpoint() {
    Cluster thumbs = cluster("thumbs", WEB, Map.of("germany", List.of(host("192.0.2.81"))));
    Cluster secure = cluster("secure", PORT, Map.of("germany", List.of(host("192.0.2.81"))));
    assertThat(probed(topology(IMAGES, thumbs, secure), "germany"))
        .containsExactly(endpoint(WEB, "192.0.2.81"), endpoint(PORT, "192.0.2.81"));
  }

  @Test
  void longestRound_isOfTheSlowestCheck_asOftenAsTheLastMustWaitItsTurn() {
    Check slow =
        Check.of(
            "slow",
            new Check.Timing(Duration.ofHours(1), Duration.ofMinutes(5), 2, 3),
            new TcpProbe(443));
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    endpoints.add(endpoint(slow, "192.0.2.1"));
    for (int port = 1; port < ProbeGate.LIMIT; port++) {
      endpoints.add(endpoint(Checks.tcp(port), "192.0.2.1"));
    }
    assertThat(ProbeTargets.atOneSite(endpoints).longestRound()).isEqualTo(Duration.ofMinutes(5));
    endpoints.add(endpoint(Checks.tcp(ProbeGate.LIMIT), "192.0.2.1"));
    assertThat(ProbeTargets.atOneSite(endpoints).longestRound()).isEqualTo(Duration.ofMinutes(10));
    assertThat(ProbeTargets.NONE.longestRound()).isZero();
  }

  @Test
  void unknownSite_isRefused() {
    assertThatThrownBy(() -> probed(topology(IMAGES), "paris"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no site 'paris'");
  }

  private static Pool pool(String name, HostStatus status, String... addresses) {
    List<Pool.Host> hosts =
        Stream.of(addresses)
            .map(address -> new Pool.Host(address, 1, status, List.of(endpoint(WEB, address))))
            .toList();
    return new Pool(name, new MinimumHealthy.Hosts(1), PoolChoice.ROTATE_ALL, hosts);
  }

  private static SteeringRule rule(Set<String> sites, ClientCondition clients, String... pools) {
    return new SteeringRule(sites, clients, List.of(pools));
  }

  private static ClientCondition network(String asNumber) {
    return new ClientCondition(List.of(), List.of(), List.of(Long.parseLong(asNumber)));
  }

  private static SteeringPlan plan(String name, List<SteeringRule> rules, Pool... pools) {
    Map<String, Pool> byName = new LinkedHashMap<>();
    Stream.of(pools).forEach(pool -> byName.put(pool.name(), pool));
    return new SteeringPlan(name, WEB, rules, byName, WhenBelow.FALLBACK);
  }

  @Test
  void rulesForSomeClients_firstPoolsOfAllOfThemComeFirst() {
    SteeringPlan www =
        plan(
            "www.example.com.",
            List.of(
                rule(Set.of(), network("64496"), "asia", "us"),
                rule(Set.of("japan"), network("64497"), "lab"),
                rule(Set.of(), network("64498"), "eu", "us"),
                rule(Set.of(), ClientCondition.EVERYBODY, "us"),
                rule(Set.of(), ClientCondition.EVERYBODY, "never")),
            pool("us", HostStatus.OBEY, "192.0.2.1"),
            pool("eu", HostStatus.OBEY, "192.0.2.2"),
            pool("asia", HostStatus.OBEY, "192.0.2.3"),
            pool("lab", HostStatus.OBEY, "192.0.2.4"),
            pool("never", HostStatus.OBEY, "192.0.2.5"));
    SteeringPlan api =
        plan(
            "api.example.com.",
            List.of(rule(Set.of(), ClientCondition.EVERYBODY, "eu", "spare")),
            pool("eu", HostStatus.OBEY, "192.0.2.12"),
            pool("spare", HostStatus.OBEY, "192.0.2.1", "192.0.2.13"));

    assertThat(
            ProbeTargets.of(Topology.EMPTY, List.of(www, api), Optional.empty()).sites().entrySet())
        .containsExactly(
            Map.entry(endpoint(WEB, "192.0.2.3"), "asia"),
            Map.entry(endpoint(WEB, "192.0.2.2"), "eu"),
            Map.entry(endpoint(WEB, "192.0.2.1"), "us"),
            Map.entry(endpoint(WEB, "192.0.2.12"), "eu"),
            Map.entry(endpoint(WEB, "192.0.2.13"), "spare"));
  }

  // Whose load comes to a pool decides what room it has for that of others.
  @Test
  void poolsOfOtherSitesRules_areProbedWhereCapacitiesAreDeclared() {
    Pool far = pool("far", HostStatus.OBEY, "192.0.2.3");
    List<SteeringRule> rules =
        List.of(
            rule(Set.of("here"), ClientCondition.EVERYBODY, "near", "middle"),
            rule(Set.of("there"), ClientCondition.EVERYBODY, "far", "middle"));
    Pool near = pool("near", HostStatus.OBEY, "192.0.2.1");
    Pool middle = pool("middle", HostStatus.OBEY, "192.0.2.2");
    List<Endpoint> tried = List.of(endpoint(WEB, "192.0.2.1"), endpoint(WEB, "192.0.2.2"));
    assertThat(probedAtHere(plan("p", rules, near, middle, far))).containsExactlyElementsOf(tried);
    Pool carries =
        new Pool(
            "middle",
            middle.minimumHealthy(),
            middle.choice(),
            Optional.of(Capacity.ofPool(100, middle.hosts())),
            middle.location(),
            middle.hosts());
    assertThat(probedAtHere(plan("p", rules, near, carries, far)))
        .containsExactly(tried.get(0), tried.get(1), endpoint(WEB, "192.0.2.3"));
  }

  private static Set<Endpoint> probedAtHere(SteeringPlan plan) {
    return ProbeTargets.of(Topology.EMPTY, List.of(plan), Optional.of("here")).endpoints();
  }

  @Test
  void hostsThatAreSetUpOrDown_areNotProbed_unlessAnotherPoolAsks() {
    SteeringPlan www =
        plan(
            "www.example.com.",
            List.of(rule(Set.of(), ClientCondition.EVERYBODY, "up", "down", "both")),
            pool("up", HostStatus.UP, "192.0.2.1", "192.0.2.2"),
            pool("down", HostStatus.DOWN, "192.0.2.3"),
            pool("both", HostStatus.OBEY, "192.0.2.2"));

    assertThat(ProbeTargets.of(Topology.EMPTY, List.of(www), Optional.of("anywhere")).sites())
        .containsExactly(Map.entry(endpoint(WEB, "192.0.2.2"), "both"));
  }
}
