package org.popdns.config.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.DynamicPlans.DynamicPool;
import org.popdns.config.model.DynamicPlans.DynamicRule;
import org.popdns.config.model.PoolChoice.Method;
import org.popdns.config.probe.tcp.TcpProbe;
import org.popdns.name.DomainName;

final class DynamicPlansTest {

  private static final Check CHECK =
      Check.of(
          "tcp at port 443",
          new Check.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3),
          new TcpProbe(443));

  private final Map<String, DynamicPool> pools = new LinkedHashMap<>();

  private static Pool.Host host(String address, int weight) {
    return new Pool.Host(
        address,
        weight,
        HostStatus.OBEY,
        List.of(new Endpoint(CHECK, InetAddress.ofLiteral(address))));
  }

  private void pool(String name, Optional<String> fallback, Pool.Host... hosts) {
    pool(name, fallback, PoolSettings.DEFAULT, hosts);
  }

  private void pool(
      String name, Optional<String> fallback, PoolSettings settings, Pool.Host... hosts) {
    pools.put(name, new DynamicPool(List.of(hosts), fallback, settings));
  }

  private static DynamicRule everyone(String pool) {
    return new DynamicRule(
        Set.of(),
        ClientCondition.EVERYBODY,
        pool,
        Optional.empty(),
        Optional.empty(),
        PoolOrder.DECLARED);
  }

  private SteeringPlan plan(DynamicRule... rules) {
    return DynamicPlans.of(
        "www.example.com. A", CHECK, pools, List.of(rules), AnswerTtl.OF_RECORDS);
  }

  @Test
  void fallbacks_areTriedOneBehindTheOther() {
    pool("a", Optional.of("b"), host("192.0.2.1", 1));
    pool("b", Optional.of("c"), host("192.0.2.2", 1));
    pool("c", Optional.empty(), host("192.0.2.3", 1));

    assertThat(plan(everyone("a")).rules().getFirst().pools()).containsExactly("a", "b", "c");
  }

  @Test
  void fallbacksThatGoRound_endWhereTheyMeet() {
    pool("a", Optional.of("b"), host("192.0.2.1", 1));
    pool("b", Optional.of("a"), host("192.0.2.2", 1));

    assertThat(plan(everyone("b")).rules().getFirst().pools()).containsExactly("b", "a");
  }

  @Test
  void fallbackOfARule_isTriedInPlaceOfThePools() {
    pool("a", Optional.of("b"), host("192.0.2.1", 1));
    pool("b", Optional.of("c"), host("192.0.2.2", 1));
    pool("c", Optional.empty(), host("192.0.2.3", 1));

    SteeringPlan plan =
        plan(
            new DynamicRule(
                Set.of("ams"),
                ClientCondition.EVERYBODY,
                "a",
                Optional.of(List.of("c", "b")),
                Optional.empty(),
                PoolOrder.DECLARED),
            new DynamicRule(
                Set.of("nyc"),
                ClientCondition.EVERYBODY,
                "a",
                Optional.of(List.of()),
                Optional.empty(),
                PoolOrder.DECLARED),
            everyone("a"));

    assertThat(plan.rules().stream().map(SteeringRule::pools))
        .containsExactly(List.of("a", "c", "b"), List.of("a"), List.of("a", "b", "c"));
    assertThat(plan.rulesAt(Optional.of("ams"))).hasSize(1);
    assertThat(plan.rulesAt(Optional.of("fra")).getFirst().pools()).containsExactly("a", "b", "c");
  }

  @Test
  void choice_followsWeights_unlessTheFileSaysOtherwise() {
    Pool.Host[] equal = {host("192.0.2.1", 3), host("192.0.2.2", 3)};
    Pool.Host[] other = {host("192.0.2.1", 3), host("192.0.2.2", 1)};
    pool("equal", Optional.empty(), equal);
    pool("other", Optional.empty(), other);
    pool("hash", Optional.empty(), settings(Optional.of(Method.HASH), Optional.empty()), other);
    pool("two", Optional.empty(), settings(Optional.empty(), Optional.of(2)), equal);

    SteeringPlan plan = plan(everyone("equal"));

    assertThat(plan.pools().values().stream().map(Pool::choice))
        .containsExactly(
            PoolChoice.ROTATE_ALL,
            new PoolChoice(Method.WEIGHTED, 1),
            new PoolChoice(Method.HASH, 1),
            new PoolChoice(Method.ROTATE, 2));
    assertThat(plan.minima()).containsExactly(new MinimumHealthy.Hosts(1));
  }

  private static PoolSettings settings(Optional<Method> method, Optional<Integer> answers) {
    return new PoolSettings(Optional.empty(), method, answers);
  }

  @Test
  void name_isTheOwnersInSmallLettersWithTheType_andNoClustersName() {
    String name = DynamicPlans.name(DomainName.parse("WWW.Example.com."), "AAAA");

    assertThat(name).isEqualTo("www.example.com. AAAA");
    assertThat(DynamicPlans.isName(name)).isTrue();
    assertThat(DynamicPlans.isName("images")).isFalse();
  }
}
