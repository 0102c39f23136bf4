package org.popdns.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.ClusterPlans;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Member;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.Site;
import org.popdns.config.model.Topology;
import org.popdns.config.model.WhenBelow;
import org.popdns.health.probe.Checks;

final class ProbeTargetsTest {
  private static final Check WEB = Checks.http(80);
  private static final Check PORT = Checks.tcp(443);

  private static Member host(String... addresses) {
    return new Member(addresses[0], Stream.of(addresses).map(InetAddress::ofLiteral).toList());
  }

  private static Cluster cluster(String name, Check check, Map<String, List<Member>> members) {
    return new Cluster(name, check, new MinimumHealthy.Hosts(1), WhenBelow.FALLBACK, members);
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
    return ProbeTargets.of(topology, ClusterPlans.of(topology).values(), site).endpoints();
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
        ProbeTargets.of(topology, ClusterPlans.of(topology).values(), "san-jose").sites();
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
        new Check.Tcp(
            "slow", 443, new Check.Timing(Duration.ofHours(1), Duration.ofMinutes(5), 2, 3));
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
    assertThatThrownBy(() -> probed(Topology.EMPTY, "japan"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no site 'japan'");
  }
}
