package org.popdns.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;

final class LoadFlowTest {

  private static final int ROUNDS = 5_000;
  private static final double TINY = 1e-6;

  private static TestPlan pools(String... names) {
    TestPlan plan = new TestPlan("p");
    for (int i = 0; i < names.length; i++) {
      plan.pool(names[i], TestPlan.host("192.0.2." + (i + 1)));
    }
    return plan;
  }

  private static TestPlan site(TestPlan plan, String site, String... others) {
    List<String> row = new ArrayList<>(List.of(site));
    row.addAll(List.of(others));
    return plan.rule(Set.of(site), ClientCondition.EVERYBODY, row.toArray(String[]::new));
  }

  private static String shares(LoadFlow flow, String... row) {
    return Arrays.toString(
        Arrays.stream(flow.shares(List.of(row))).map(x -> Math.round(x * 1000) / 1000.0).toArray());
  }

  /** Three sites that stand in for each other, of 1000 each, with 600, 700 and 800. */
  private static SteeringPlan threeSites() {
    TestPlan plan =
        pools("a", "b", "c").capacity("a", 1000).capacity("b", 1000).capacity("c", 1000);
    site(plan, "a", "b", "c").load(600);
    site(plan, "b", "a", "c").load(700);
    site(plan, "c", "b", "a").load(800);
    return plan.plan();
  }

  private static LoadFlow flow(SteeringPlan plan, Map<String, Double> available) {
    return new LoadFlow(plan, pool -> available.getOrDefault(pool, 0.0));
  }

  /** Three pools near each other's edges: of a, b is the nearest, of c as well. */
  private static TestPlan byDistance() {
    return pools("a", "b", "c")
        .capacity("a", 1000)
        .capacity("b", 2000)
        .capacity("c", 1000)
        .at("a", 0, 0)
        .at("b", 0, 20)
        .at("c", 0, 50)
        .rule(Set.of(), ClientCondition.EVERYBODY, "a", "b", "c")
        .nearest();
  }

  @Test
  void declaredLoadByDistance_comesToPoolsAsTheyCanCarry() {
    SteeringPlan plan = byDistance().load(1200).nearest().plan();
    LoadFlow flow = flow(plan, Map.of("a", 200.0, "b", 2000.0, "c", 1000.0));
    assertThat(flow.loadOf(List.of("a", "b", "c"))).isEqualTo(300);
    assertThat(flow.loadOf(List.of("b", "a", "c"))).isEqualTo(600);
    assertThat(flow.loadOf(List.of("c", "b", "a"))).isEqualTo(300);
    assertThat(shares(flow, "a", "b", "c")).isEqualTo("[0.667, 0.333, 0.0]");
    assertThat(flow.load("b")).isEqualTo(700, offset(TINY));
  }

  @Test
  void clientsWithAnotherOrder_followTheirs() {
    LoadFlow flow = flow(byDistance().plan(), Map.of("a", 500.0, "b", 2000.0, "c", 1000.0));
    // What nobody says comes to each pool, fills each.
    assertThat(flow.loadOf(List.of("a", "b", "c"))).isEqualTo(1000);
    assertThat(shares(flow, "b", "c", "a")).isEqualTo("[1.0, 0.0, 0.0]");
    LoadFlow down = flow(byDistance().load(400).nearest().plan(), Map.of("b", 2000.0, "c", 1000.0));
    assertThat(shares(down, "a", "b", "c")).isEqualTo("[0.0, 1.0, 0.0]");
    assertThat(shares(down, "a", "c", "b")).isEqualTo("[0.0, 1.0, 0.0]");
    LoadFlow nobody = flow(byDistance().plan(), Map.of());
    assertThat(shares(nobody, "a", "c", "b")).isEqualTo("[0.0, 0.0, 0.0]");
  }

  @Test
  void enoughForAll_staysWhereItComes() {
    LoadFlow flow = flow(threeSites(), Map.of("a", 1000.0, "b", 1000.0, "c", 1000.0));
    assertThat(shares(flow, "a", "b", "c")).isEqualTo("[1.0, 0.0, 0.0]");
    assertThat(flow.load("b")).isEqualTo(700.0);
  }

  @Test
  void whatAPoolCannotCarry_goesOn_andThatAlone() {
    LoadFlow flow = flow(threeSites(), Map.of("a", 450.0, "b", 1000.0, "c", 1000.0));
    assertThat(shares(flow, "a", "b", "c")).isEqualTo("[0.75, 0.25, 0.0]");
    assertThat(shares(flow, "b", "a", "c")).isEqualTo("[1.0, 0.0, 0.0]");
    assertThat(flow.load("b")).isEqualTo(850.0);
  }

  @Test
  void nextPoolWithoutRoom_passesTheRestToTheOneBehind() {
    LoadFlow flow = flow(threeSites(), Map.of("a", 150.0, "b", 1000.0, "c", 1000.0));
    assertThat(shares(flow, "a", "b", "c")).isEqualTo("[0.25, 0.5, 0.25]");
    assertThat(flow.load("c")).isEqualTo(950.0);
  }

  @Test
  void poolThatIsGone_passesEverythingOn() {
    LoadFlow flow = flow(threeSites(), Map.of("b", 1000.0, "c", 1000.0));
    // Of 600, 300 find room at b, 200 at c; the last 100 are spread over both, who are alike.
    assertThat(shares(flow, "a", "b", "c")).isEqualTo("[0.0, 0.583, 0.417]");
    assertThat(flow.load("b")).isEqualTo(1050.0, offset(TINY));
    assertThat(flow.load("c")).isEqualTo(1050.0, offset(TINY));
  }

  @Test
  void twoThatAskForTheSameRoom_getTheSamePartOfWhatTheyAskFor() {
    TestPlan plan = pools("a", "b", "c", "d").capacity("a", 100).capacity("b", 300);
    plan.capacity("c", 200).capacity("d", 1000);
    site(plan, "a", "c", "d").load(100);
    site(plan, "b", "c", "d").load(300);
    site(plan, "c").load(100);
    site(plan, "d").load(100);
    LoadFlow flow = flow(plan.plan(), Map.of("a", 50.0, "b", 150.0, "c", 200.0, "d", 1000.0));
    // 200 ask for room of 100.
    assertThat(shares(flow, "a", "c", "d")).isEqualTo("[0.5, 0.25, 0.25]");
    assertThat(shares(flow, "b", "c", "d")).isEqualTo("[0.5, 0.25, 0.25]");
    assertThat(flow.load("c")).isEqualTo(200.0, offset(TINY));
  }

  @Test
  void loadThatNobodyDeclares_isWhatTheFirstPoolCarries_sharedByItsRules() {
    TestPlan plan = pools("a", "b").capacity("a", 1000).capacity("b", 400);
    plan.rule("EU", "a", "b").load(300);
    plan.rule("AS", "a");
    plan.rule("NA", "a", "b");
    plan.everybody("b").load(0);
    LoadFlow flow = flow(plan.plan(), Map.of("a", 500.0, "b", 400.0));
    // 300 and 350 have b behind a, in one row; 350 have nothing else.
    assertThat(flow.loadOf(List.of("a", "b"))).isEqualTo(650.0);
    assertThat(flow.loadOf(List.of("a"))).isEqualTo(350.0);
    assertThat(flow.load("a") + flow.load("b")).isEqualTo(1000.0, offset(2 * TINY));
    assertThat(shares(flow, "a", "b")).isEqualTo("[0.5, 0.5]");
    assertThat(shares(flow, "a")).isEqualTo("[1.0]");
  }

  @Test
  void poolOfNoDeclaredCapacity_takesWhateverComes() {
    TestPlan plan = pools("a", "b").capacity("a", 100);
    site(plan, "a", "b");
    LoadFlow flow = flow(plan.plan(), Map.of("a", 30.0, "b", Double.POSITIVE_INFINITY));
    assertThat(shares(flow, "a", "b")).isEqualTo("[0.3, 0.7]");
  }

  @Test
  void nobodyCanCarryAnything_hasNoShares() {
    assertThat(shares(flow(threeSites(), Map.of()), "a", "b", "c")).isEqualTo("[0.0, 0.0, 0.0]");
  }

  @Test
  void parts_sumUp_andAreOffByLessThanOne() {
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      double[] weights = random.doubles(1 + random.nextInt(6)).toArray();
      double sum = Arrays.stream(weights).sum();
      double[] shares = Arrays.stream(weights).map(weight -> weight / sum).toArray();
      int[] parts = LoadFlow.parts(shares, 4096);
      assertThat(IntStream.of(parts).sum()).isEqualTo(4096);
      for (int i = 0; i < parts.length; i++) {
        assertThat((double) parts[i]).isEqualTo(shares[i] * 4096, offset(1.0));
      }
    }
  }

  // ---- what holds for any plan

  /** A plan by chance, with what its pools can carry. */
  private static final class Case {

    private final List<String> names = List.of("a", "b", "c", "d", "e");
    private final Random random;
    private final Map<String, Double> available = new HashMap<>();
    private final SteeringPlan plan;

    Case(long seed) {
      random = new Random(seed);
      TestPlan made = pools(names.toArray(String[]::new));
      for (String pool : names) {
        long capacity = 1L + random.nextInt(1000);
        made.capacity(pool, capacity);
        available.put(pool, random.nextInt(4) == 0 ? 0 : capacity * random.nextDouble());
      }
      for (int rule = 0; rule < 1 + random.nextInt(8); rule++) {
        List<String> row = new ArrayList<>(names);
        Collections.shuffle(row, random);
        made.rule("EU", row.subList(0, 1 + random.nextInt(names.size())).toArray(String[]::new));
        if (random.nextBoolean()) {
          made.load(random.nextInt(1500));
        }
      }
      plan = made.plan();
    }

    LoadFlow flow() {
      return LoadFlowTest.flow(plan, available);
    }

    double room(List<String> row) {
      return row.stream().mapToDouble(pool -> available.getOrDefault(pool, 0.0)).sum();
    }
  }

  @Test
  void anyPlan_sharesSumToOne_andNothingIsLost() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Case tried = new Case(seed);
      LoadFlow flow = tried.flow();
      double lost = 0;
      double all = 0;
      Set<List<String>> rows =
          Set.copyOf(tried.plan.rules().stream().map(SteeringRule::pools).toList());
      for (List<String> row : rows) {
        double sum = Arrays.stream(flow.shares(row)).sum();
        all += flow.loadOf(row);
        if (tried.room(row) == 0) {
          assertThat(sum).isZero();
          lost += flow.loadOf(row);
        } else {
          assertThat(sum).isEqualTo(1, offset(TINY));
        }
      }
      double carried = tried.names.stream().mapToDouble(flow::load).sum();
      assertThat(carried).isEqualTo(all - lost, offset(1e-3));
    }
  }

  @Test
  void anyPlan_noPoolGetsMoreThanItCanCarry_unlessAllOfSomeRowThroughItAreFull() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Case tried = new Case(seed);
      LoadFlow flow = tried.flow();
      for (String pool : tried.names) {
        double room = tried.available.getOrDefault(pool, 0.0);
        if (flow.load(pool) > room + 1e-3) {
          assertThat(tried.plan.rules())
              .as("seed %d pool %s", seed, pool)
              .anyMatch(
                  rule ->
                      rule.pools().contains(pool)
                          && rule.pools().stream()
                              .allMatch(
                                  each ->
                                      flow.load(each)
                                          >= tried.available.getOrDefault(each, 0.0) - 1e-3));
        }
      }
    }
  }

  @Test
  void anyPlan_nothingIsPassedOn_pastAPoolWithRoom() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Case tried = new Case(seed);
      LoadFlow flow = tried.flow();
      for (SteeringRule rule : tried.plan.rules()) {
        double[] shares = flow.shares(rule.pools());
        for (int i = 0; i < shares.length - 1; i++) {
          double later = Arrays.stream(shares).skip(i + 1).sum();
          String pool = rule.pools().get(i);
          if (later > TINY) {
            assertThat(flow.load(pool))
                .as("seed %d pool %s", seed, pool)
                .isGreaterThanOrEqualTo(tried.available.getOrDefault(pool, 0.0) - 1e-3);
          }
        }
      }
    }
  }

  @Test
  void anyPlan_aPoolThatCanCarryLess_keepsNoMoreOfItsOwn() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Case tried = new Case(seed);
      List<String> row = tried.plan.rules().getFirst().pools();
      // All full, what is left over goes by what each can carry, also of others.
      double before = tried.flow().shares(row)[0];
      boolean full = Math.abs(total(tried.flow(), row) - tried.room(row)) > 1e-3;
      tried.available.computeIfPresent(row.getFirst(), (p, can) -> can * 0.7);
      double after = tried.flow().shares(row)[0];
      if (tried.room(row) > 0 && !full) {
        assertThat(after).as("seed %d", seed).isLessThanOrEqualTo(before + TINY);
      }
    }
  }

  private static double total(LoadFlow flow, List<String> row) {
    return row.stream().mapToDouble(flow::load).sum();
  }

  @Test
  void anyPlan_isTheSameInWhateverOrderItsRulesStand() {
    for (int seed = 0; seed < ROUNDS / 5; seed++) {
      Case tried = new Case(seed);
      List<SteeringRule> turned = new ArrayList<>(tried.plan.rules());
      Collections.reverse(turned);
      SteeringPlan other =
          new SteeringPlan(
              "p", tried.plan.check(), turned, tried.plan.pools(), tried.plan.whenBelow());
      for (SteeringRule rule : turned) {
        double[] shares = tried.flow().shares(rule.pools());
        assertThat(flow(other, tried.available).shares(rule.pools()))
            .containsExactly(shares, offset(TINY));
      }
    }
  }

  @Test
  void decision_mixesPools_andSaysWhy() {
    SteeringPlan plan =
        new TestPlan("p")
            .pool(
                "a",
                TestPlan.host("192.0.2.1"),
                TestPlan.host("192.0.2.2"),
                TestPlan.host("192.0.2.3"),
                TestPlan.host("192.0.2.4"))
            .pool("b", TestPlan.host("192.0.2.5"))
            .capacity("a", 1000)
            .capacity("b", 1000)
            .rule(Set.of("a"), ClientCondition.EVERYBODY, "a", "b")
            .rule(Set.of("b"), ClientCondition.EVERYBODY, "b", "a")
            .load(400)
            .plan();
    SteeringPolicy policy = new SteeringPolicy(Optional.of("a"));
    SteeringDecision well =
        policy
            .decide(
                plan, TestPlan.up("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"))
            .getFirst();
    assertThat(well.isUsual()).isTrue();
    assertThat(well.isDegraded()).isFalse();
    SteeringDecision half =
        policy.decide(plan, TestPlan.up("192.0.2.1", "192.0.2.2", "192.0.2.5")).getFirst();
    assertThat(half.reason()).isEqualTo(SteeringDecision.Reason.OWN_SITE);
    assertThat(half.pool()).isEqualTo("a");
    assertThat(half.because())
        .isEqualTo(
            "this site has its minimum of healthy hosts;"
                + " it can carry only 500 and takes 50.0 %, others the rest");
    assertThat(half.hasRoom()).isTrue();
    assertThat(half.isUsual()).isFalse();
    assertThat(half.isDegraded()).isTrue();
    assertThat(half.partsOf("a")).isEqualTo(2048);
    assertThat(half.spill())
        .singleElement()
        .satisfies(
            share -> {
              assertThat(share.pool()).isEqualTo("b");
              assertThat(share.parts()).isEqualTo(2048);
              assertThat(share.reason()).isEqualTo(SteeringDecision.Reason.SPILL);
            });
    assertThat(half.answering())
        .containsExactly(
            TestPlan.endpoint("192.0.2.1"),
            TestPlan.endpoint("192.0.2.2"),
            TestPlan.endpoint("192.0.2.5"));
    assertThat(half.considered().getFirst().load())
        .contains(new SteeringDecision.PoolLoad(1000, 500, 500, 500));
    assertThat(half.considered().getLast().load())
        .contains(new SteeringDecision.PoolLoad(1000, 1000, 1000, 900));
  }

  @Test
  void decision_belowTheMinimum_passesEverythingOn_asWithoutCapacities() {
    SteeringPlan plan = threeSites();
    SteeringDecision decision =
        new SteeringPolicy(Optional.of("a"))
            .decide(plan, TestPlan.up("192.0.2.2", "192.0.2.3"))
            .getFirst();
    assertThat(decision.reason()).isEqualTo(SteeringDecision.Reason.FALLBACK);
    assertThat(decision.pool()).isEqualTo("b");
    assertThat(decision.spillPools()).containsExactly("c");
    SteeringDecision none =
        new SteeringPolicy(Optional.of("a")).decide(plan, TestPlan.up()).getFirst();
    assertThat(none.reason()).isEqualTo(SteeringDecision.Reason.FAIL_OPEN);
    assertThat(none.spill()).isEmpty();
  }
}
