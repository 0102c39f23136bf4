package org.popdns.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.ClusterPlans;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.Member;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolSettings;
import org.popdns.config.model.Site;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Topology;
import org.popdns.config.model.WhenBelow;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.health.EndpointState;
import org.popdns.health.HealthSnapshot;
import org.popdns.health.Status;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.steering.SteeringDecision.Reason;
import org.popdns.time.Moment;

final class SteeringPolicyTest {

  private static final Check CHECK =
      Check.of(
          "web",
          new Check.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3),
          new TcpProbe(80));

  /** Three sites; west falls back to east, then to far. */
  private static final Map<String, Site> SITES =
      Map.of(
          "west", new Site("west", List.of("east", "far"), Map.of()),
          "east", new Site("east", List.of("far", "west"), Map.of()),
          "far", new Site("far", List.of(), Map.of()));

  private final Map<String, List<Member>> members = new LinkedHashMap<>();
  private MinimumHealthy minimum = new MinimumHealthy.Hosts(2);

  SteeringPolicyTest() {
    members.put(
        "west", List.of(host("w1", "192.0.2.1"), host("w2", "192.0.2.2"), host("w3", "192.0.2.3")));
    members.put("east", List.of(host("e1", "192.0.2.11"), host("e2", "192.0.2.12")));
    members.put("far", List.of(host("f1", "192.0.2.21"), host("f2", "192.0.2.22")));
  }

  private static Member host(String name, String... addresses) {
    List<InetAddress> parsed = new ArrayList<>();
    for (String address : addresses) {
      parsed.add(address(address));
    }
    return new Member(name, parsed);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private SteeringDecision decide(String site, String... up) {
    Cluster cluster =
        new Cluster("images", CHECK, new PoolSettings(minimum), WhenBelow.FALLBACK, members);
    Topology topology = new Topology(SITES, Map.of("web", CHECK), Map.of("images", cluster));
    Set<String> healthy = Set.of(up);
    List<EndpointState> states = new ArrayList<>();
    for (List<Member> hosts : members.values()) {
      for (Member member : hosts) {
        for (InetAddress at : member.addresses()) {
          Endpoint endpoint = new Endpoint(CHECK, at);
          boolean isUp = healthy.contains(endpoint.target().toString());
          Status status = isUp ? Status.UP : Status.DOWN;
          states.add(
              new EndpointState(
                  endpoint,
                  status,
                  new Moment(Instant.EPOCH, 0),
                  "test",
                  0,
                  Optional.empty(),
                  Duration.ZERO,
                  1,
                  0));
        }
      }
    }
    return new SteeringPolicy(Optional.of(site))
        .decide(plan(topology), HealthSnapshot.of(states))
        .getFirst();
  }

  private static SteeringPlan plan(Topology topology) {
    return ClusterPlans.of(topology).values().iterator().next();
  }

  private static List<String> addresses(SteeringDecision decision) {
    return decision.answering().stream().map(endpoint -> endpoint.target().toString()).toList();
  }

  private static Candidate candidate(String host, String address, boolean kept) {
    Endpoint endpoint = new Endpoint(CHECK, address(address));
    return new Candidate(new Pool.Host(host, List.of(endpoint)), endpoint, kept);
  }

  private static void assertDecision(
      SteeringDecision decision, Reason reason, String site, String... addresses) {
    assertThat(decision.reason()).isEqualTo(reason);
    assertThat(decision.pool()).isEqualTo(site);
    assertThat(addresses(decision)).containsExactly(addresses);
  }

  @Test
  void siteWithItsMinimum_answersItself() {
    SteeringDecision decision = decide("west", "192.0.2.3", "192.0.2.1", "192.0.2.11");
    assertDecision(decision, Reason.OWN_SITE, "west", "192.0.2.1", "192.0.2.3");
    assertThat(decision.plan().name()).isEqualTo("images");
    assertThat(decision.candidates())
        .containsExactly(
            candidate("w1", "192.0.2.1", true),
            candidate("w2", "192.0.2.2", false),
            candidate("w3", "192.0.2.3", true));
    assertThat(decision.considered())
        .containsExactly(
            new PoolTally("west", 3, 2, 2),
            new PoolTally("east", 2, 1, 2),
            new PoolTally("far", 2, 0, 2));
    assertThat(decision.firstChoice()).contains(new PoolTally("west", 3, 2, 2));
  }

  @Test
  void siteBelowItsMinimum_leavesToTheFirstFallbackThatHasIts() {
    assertDecision(
        decide("west", "192.0.2.1", "192.0.2.11", "192.0.2.12", "192.0.2.21", "192.0.2.22"),
        Reason.FALLBACK,
        "east",
        "192.0.2.11",
        "192.0.2.12");
    assertDecision(
        decide("west", "192.0.2.1", "192.0.2.11", "192.0.2.21", "192.0.2.22"),
        Reason.FALLBACK,
        "far",
        "192.0.2.21",
        "192.0.2.22");
  }

  @Test
  void fallbackOrder_isThatOfTheSite() {
    assertDecision(
        decide("east", "192.0.2.1", "192.0.2.2", "192.0.2.21", "192.0.2.22"),
        Reason.FALLBACK,
        "far",
        "192.0.2.21",
        "192.0.2.22");
    assertDecision(
        decide("far", "192.0.2.1", "192.0.2.2", "192.0.2.11", "192.0.2.12"),
        Reason.FAIL_OPEN,
        "far",
        "192.0.2.21",
        "192.0.2.22");
  }

  @Test
  void noSiteWithItsMinimum_leavesToThisSitesHealthyHosts() {
    assertDecision(
        decide("west", "192.0.2.2", "192.0.2.11"), Reason.BELOW_MINIMUM, "west", "192.0.2.2");
  }

  @Test
  void noSiteWithItsMinimum_andNoneHealthyHere_leavesToTheFirstFallbackWithAny() {
    assertDecision(
        decide("west", "192.0.2.22"), Reason.FALLBACK_BELOW_MINIMUM, "far", "192.0.2.22");
    assertDecision(
        decide("west", "192.0.2.12", "192.0.2.22"),
        Reason.FALLBACK_BELOW_MINIMUM,
        "east",
        "192.0.2.12");
  }

  @Test
  void nothingHealthyAnywhere_failsOpenWithAllOfThisSite() {
    assertDecision(decide("west"), Reason.FAIL_OPEN, "west", "192.0.2.1", "192.0.2.2", "192.0.2.3");
  }

  @Test
  void siteWithoutMembers_neverAnswers() {
    members.remove("west");
    assertDecision(
        decide("west", "192.0.2.11", "192.0.2.12"),
        Reason.FALLBACK,
        "east",
        "192.0.2.11",
        "192.0.2.12");
    assertDecision(
        decide("west", "192.0.2.12"), Reason.FALLBACK_BELOW_MINIMUM, "east", "192.0.2.12");
    assertDecision(decide("west"), Reason.FAIL_OPEN, "east", "192.0.2.11", "192.0.2.12");
  }

  @Test
  void clusterWithoutMembersInReach_hasNoAddress() {
    members.clear();
    members.put("west", List.of(host("w1", "192.0.2.1")));
    SteeringDecision decision = decide("far", "192.0.2.1");
    assertDecision(decision, Reason.FAIL_OPEN, "far");
  }

  @Test
  void percentage_isOfTheSitesHosts_roundedUp() {
    minimum = new MinimumHealthy.Percentage(50);
    SteeringDecision decision = decide("west", "192.0.2.1", "192.0.2.11");
    assertThat(decision.considered())
        .containsExactly(
            new PoolTally("west", 3, 1, 2),
            new PoolTally("east", 2, 1, 1),
            new PoolTally("far", 2, 0, 1));
    assertDecision(decision, Reason.FALLBACK, "east", "192.0.2.11");
    minimum = new MinimumHealthy.Percentage(1);
    assertDecision(decide("west", "192.0.2.1"), Reason.OWN_SITE, "west", "192.0.2.1");
    minimum = new MinimumHealthy.Percentage(100);
    assertDecision(
        decide("west", "192.0.2.1", "192.0.2.2"),
        Reason.BELOW_MINIMUM,
        "west",
        "192.0.2.1",
        "192.0.2.2");
  }

  @Test
  void minimumAboveTheSitesHosts_isNeverReached() {
    minimum = new MinimumHealthy.Hosts(3);
    assertDecision(
        decide("east", "192.0.2.11", "192.0.2.12", "192.0.2.1", "192.0.2.2", "192.0.2.3"),
        Reason.FALLBACK,
        "west",
        "192.0.2.1",
        "192.0.2.2",
        "192.0.2.3");
  }

  @Test
  void hostWithTwoAddresses_isHealthyWithOne_andAnsweredWithThatOne() {
    members.put(
        "west",
        List.of(host("w1", "192.0.2.1", "2001:db8::1"), host("w2", "192.0.2.2", "2001:db8::2")));
    SteeringDecision decision = decide("west", "192.0.2.1", "2001:db8::2");
    assertDecision(decision, Reason.OWN_SITE, "west", "192.0.2.1", "2001:db8::2");
    assertThat(decision.firstChoice()).contains(new PoolTally("west", 2, 2, 2));
  }

  @Test
  void hostWithTwoAddressesUp_countsOnce() {
    members.put("west", List.of(host("w1", "192.0.2.1", "2001:db8::1"), host("w2", "192.0.2.2")));
    SteeringDecision decision = decide("west", "192.0.2.1", "2001:db8::1");
    assertThat(decision.reason()).isEqualTo(Reason.BELOW_MINIMUM);
    assertThat(decision.firstChoice()).contains(new PoolTally("west", 2, 1, 2));
  }

  @Test
  void endpointThatIsNotWatched_isNotHealthy() {
    Cluster cluster =
        new Cluster("images", CHECK, new PoolSettings(minimum), WhenBelow.FALLBACK, members);
    Topology topology = new Topology(SITES, Map.of("web", CHECK), Map.of("images", cluster));
    assertThat(new SteeringPolicy(Optional.of("west")).decide(plan(topology), HealthSnapshot.EMPTY))
        .extracting(SteeringDecision::reason)
        .containsExactly(Reason.FAIL_OPEN);
  }
}
