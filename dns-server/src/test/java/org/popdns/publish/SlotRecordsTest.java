package org.popdns.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Endpoint;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.PoolChoice.Method;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.model.Target;
import org.popdns.config.model.WhenBelow;
import org.popdns.health.HealthSnapshot;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.RegionalSlot;
import org.popdns.snapshot.Slot;
import org.popdns.snapshot.SlotKey;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.Candidate;
import org.popdns.steering.SteeringDecision.Reason;
import org.popdns.steering.SteeringPolicy;
import org.popdns.steering.TestPlan;
import org.popdns.wire.WireFormat;

final class SlotRecordsTest {

  private static final int RDATA = 12;

  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final List<SteeringRule> rules = new ArrayList<>();

  private void pool(String name, PoolChoice choice, Pool.Host... hosts) {
    pools.put(name, new Pool(name, new MinimumHealthy.Hosts(1), choice, List.of(hosts)));
  }

  private static Pool.Host up(int weight, String... addresses) {
    return host(weight, HostStatus.UP, addresses);
  }

  private static Pool.Host host(int weight, HostStatus status, String... addresses) {
    List<Endpoint> endpoints =
        Arrays.stream(addresses)
            .map(address -> new Endpoint(TestPlan.CHECK, InetAddress.ofLiteral(address)))
            .toList();
    return new Pool.Host(addresses[0], weight, status, endpoints);
  }

  private void everybody(String pool) {
    rules.add(new SteeringRule(Set.of(), ClientCondition.EVERYBODY, List.of(pool)));
  }

  private void subnet(String prefix, String pool) {
    ClientCondition clients = new ClientCondition(List.of(), List.of(prefix(prefix)), List.of());
    rules.add(new SteeringRule(Set.of(), clients, List.of(pool)));
  }

  private static IpPrefix prefix(String text) {
    String[] parts = text.split("/", 2);
    return new IpPrefix(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
  }

  private MemorySegment encoded(int type, List<List<Byte>> lastResort) {
    SteeringPlan plan = new SteeringPlan("p", TestPlan.CHECK, rules, pools, WhenBelow.FALLBACK);
    List<SteeringDecision> decisions =
        new SteeringPolicy(Optional.empty()).decide(plan, HealthSnapshot.EMPTY);

    return SlotRecords.encode(
        new SlotKey("p", type, 60, lastResort),
        plan,
        decisions,
        (decision, share) -> share.pool().length());
  }

  private MemorySegment encoded() {
    return encoded(RecordType.A, List.of());
  }

  /** The last octets of a variant's addresses. */
  private static String octets(MemorySegment slot, long variant) {
    StringBuilder text = new StringBuilder();
    int length = Slot.stride(slot, variant);
    for (int i = 0; i < Slot.count(slot, variant); i++) {
      long record = Slot.records(variant) + (long) i * length;
      text.append(WireFormat.u8(slot, record + length - 1));
    }
    return text.toString();
  }

  private static String turns(MemorySegment slot, int region) {
    int outcome = RegionalSlot.outcome(slot, region);
    assertThat(RegionalSlot.kind(outcome)).isEqualTo(RegionalSlot.TURNS);
    StringBuilder text = new StringBuilder();
    for (int turn = 0; turn < RegionalSlot.turns(slot, outcome); turn++) {
      text.append(turn == 0 ? "" : " ");
      text.append(octets(slot, RegionalSlot.turn(slot, outcome, turn)));
    }
    return text.toString();
  }

  @Test
  void oneRegion_ofAllRecordsInRotation_hasOneVariant() {
    pool("all", PoolChoice.ROTATE_ALL, up(1, "192.0.2.1"), up(1, "192.0.2.2", "2001:db8::2"));
    everybody("all");
    MemorySegment slot = encoded();
    assertThat(octets(slot, Slot.only(slot, 0))).isEqualTo("12");
    assertThat(Slot.decision(slot, Slot.only(slot, 0))).isEqualTo(3);
    MemorySegment ipv6 = encoded(RecordType.AAAA, List.of());
    assertThat(octets(ipv6, Slot.only(ipv6, 0))).isEqualTo("2");
  }

  @Test
  void fewerRecordsThanThereAre_areInTurns_eachAsOftenTheFirst() {
    pool(
        "some",
        new PoolChoice(Method.ROTATE, 2),
        up(1, "192.0.2.1"),
        up(1, "192.0.2.2"),
        up(1, "192.0.2.3"));
    everybody("some");
    assertThat(turns(encoded(), 0)).isEqualTo("12 23 31");
  }

  @Test
  void weights_areTurns_andAHostsRecordsShareIt() {
    pool(
        "weighted",
        new PoolChoice(Method.WEIGHTED, 1),
        up(50, "192.0.2.1"),
        up(50, "192.0.2.2", "192.0.2.3"),
        host(90, HostStatus.DOWN, "192.0.2.4"));
    everybody("weighted");
    assertThat(turns(encoded(), 0)).isEqualTo("1 2 1 3");
  }

  @Test
  void equalWeights_areARotation() {
    pool(
        "weighted",
        new PoolChoice(Method.WEIGHTED, PoolChoice.ALL),
        up(7, "192.0.2.1"),
        up(7, "192.0.2.2"));
    everybody("weighted");
    MemorySegment slot = encoded();
    assertThat(octets(slot, Slot.only(slot, 0))).isEqualTo("12");
  }

  @Test
  void hash_isByHost_forBothFamilies_andWhoeverElseAnswers() {
    PoolChoice hash = new PoolChoice(Method.HASH, 1);
    Pool.Host first = up(1, "192.0.2.1", "2001:db8::1");
    Pool.Host second = up(3, "192.0.2.2", "192.0.2.3", "2001:db8::2");
    pool("hash", hash, first, second);
    everybody("hash");
    MemorySegment ipv4 = encoded();
    MemorySegment ipv6 = encoded(RecordType.AAAA, List.of());
    int outcome = RegionalSlot.outcome(ipv4, 0);
    int outcome6 = RegionalSlot.outcome(ipv6, 0);
    assertThat(RegionalSlot.candidates(ipv4, outcome)).isEqualTo(3);
    assertThat(RegionalSlot.isWeighted(ipv4, outcome)).isTrue();
    assertThat(RegionalSlot.weight(ipv4, outcome, 1)).isEqualTo(3);
    for (int host = 0; host < 2; host++) {
      assertThat(RegionalSlot.hash(ipv4, outcome, host))
          .isEqualTo(RegionalSlot.hash(ipv6, outcome6, host));
    }
    long ofSecond = RegionalSlot.hash(ipv4, outcome, 1);
    assertThat(RegionalSlot.hash(ipv4, outcome, 2)).isNotEqualTo(ofSecond);
    pools.clear();
    pool("hash", hash, host(1, HostStatus.DOWN, "192.0.2.1"), second);
    MemorySegment alone = encoded();
    assertThat(RegionalSlot.hash(alone, RegionalSlot.outcome(alone, 0), 0)).isEqualTo(ofSecond);
  }

  @Test
  void regionsOfOnePool_shareItsOutcome_andThoseWithoutARuleGetTheLastResort() {
    pool("near", PoolChoice.ROTATE_ALL, up(1, "192.0.2.1"));
    pool("far-away", PoolChoice.ROTATE_ALL, up(1, "192.0.2.2"));
    subnet("10.0.0.0/8", "near");
    subnet("172.16.0.0/12", "far-away");
    subnet("192.168.0.0/16", "near");
    MemorySegment slot =
        encoded(RecordType.A, List.of(List.of((byte) 192, (byte) 0, (byte) 2, (byte) 9)));
    assertThat(RegionalSlot.regionCount(slot)).isEqualTo(4);
    int near = RegionalSlot.outcome(slot, 0);
    assertThat(RegionalSlot.outcome(slot, 2)).isEqualTo(near);
    assertThat(octets(slot, RegionalSlot.rotating(slot, near))).isEqualTo("1");
    int far = RegionalSlot.outcome(slot, 1);
    assertThat(octets(slot, RegionalSlot.rotating(slot, far))).isEqualTo("2");
    assertThat(Slot.decision(slot, RegionalSlot.rotating(slot, far))).isEqualTo(8);
    int none = RegionalSlot.outcome(slot, 3);
    assertThat(octets(slot, RegionalSlot.rotating(slot, none))).isEqualTo("9");
  }

  private MemorySegment spilling(int type, int kept, int spilled, int further) {
    SteeringPlan plan = new SteeringPlan("p", TestPlan.CHECK, rules, pools, WhenBelow.FALLBACK);
    List<SteeringDecision.Share> spill =
        List.of(
            new SteeringDecision.Share("b", Reason.SPILL, spilled, candidates("b")),
            new SteeringDecision.Share("c", Reason.SPILL, further, candidates("c")));
    assertThat(kept + spilled + further).isEqualTo(SteeringDecision.ALL_PARTS);
    SteeringDecision decision =
        new SteeringDecision(
            plan, 1, Optional.empty(), Reason.FIRST_POOL, "a", candidates("a"), spill, List.of());
    return SlotRecords.encode(
        new SlotKey("p", type, 60, List.of()),
        plan,
        List.of(decision),
        (of, share) -> share.pool().charAt(0));
  }

  private List<Candidate> candidates(String pool) {
    return pools
        .getOrDefault(pool, new Pool(pool, new MinimumHealthy.Hosts(1), List.of()))
        .hosts()
        .stream()
        .flatMap(
            host -> host.endpoints().stream().map(endpoint -> new Candidate(host, endpoint, true)))
        .toList();
  }

  private void threePools(PoolChoice choice) {
    pool("a", choice, up(1, "192.0.2.1"), up(1, "192.0.2.2", "2001:db8::2"));
    pool("b", PoolChoice.ROTATE_ALL, up(1, "192.0.2.3"));
    pool("c", new PoolChoice(Method.HASH, 1), up(1, "192.0.2.4", "2001:db8::4"));
    everybody("a");
  }

  @Test
  void spill_isACycleOfThePoolsOutcomes_exactAtItsEnd_andEvenOnTheWay() {
    threePools(PoolChoice.ROTATE_ALL);
    MemorySegment slot = spilling(RecordType.A, 2048, 1024, 1024);
    int mixed = RegionalSlot.outcome(slot, 0);
    assertThat(RegionalSlot.kind(mixed)).isEqualTo(RegionalSlot.MIXED);
    assertThat(RegionalSlot.turns(slot, mixed)).isEqualTo(4);
    StringBuilder turns = new StringBuilder();
    for (int turn = 0; turn < 4; turn++) {
      int outcome = RegionalSlot.mixed(slot, mixed, turn);
      turns.append(RegionalSlot.kind(outcome));
      if (RegionalSlot.kind(outcome) == RegionalSlot.ROTATING) {
        long variant = RegionalSlot.rotating(slot, outcome);
        turns.append((char) Slot.decision(slot, variant)).append(octets(slot, variant));
      }
      turns.append(' ');
    }
    assertThat(turns.toString()).isEqualTo("0a12 0b3 0a12 2 ");
  }

  @Test
  void spill_ofATypeThatAPoolHasNot_isSharedByTheOthers() {
    threePools(PoolChoice.ROTATE_ALL);
    MemorySegment slot = spilling(RecordType.AAAA, 1024, 2048, 1024);
    int mixed = RegionalSlot.outcome(slot, 0);
    assertThat(RegionalSlot.turns(slot, mixed)).isEqualTo(2);
    assertThat(RegionalSlot.kind(RegionalSlot.mixed(slot, mixed, 0)))
        .isEqualTo(RegionalSlot.ROTATING);
    assertThat(RegionalSlot.kind(RegionalSlot.mixed(slot, mixed, 1)))
        .isEqualTo(RegionalSlot.HASHED);
  }

  @Test
  void spill_ofAPoolByHash_takesNetworksFromTheOtherEnd_inTheOrderOfThePools() {
    threePools(new PoolChoice(Method.HASH, 1));
    MemorySegment slot = spilling(RecordType.A, 1024, 2048, 1024);
    int split = RegionalSlot.outcome(slot, 0);
    assertThat(RegionalSlot.kind(split)).isEqualTo(RegionalSlot.SPLIT);
    int first = RegionalSlot.part(slot, split, 0);
    int last = RegionalSlot.part(slot, split, -1);
    assertThat(RegionalSlot.candidates(slot, first)).isEqualTo(2);
    assertThat(octets(slot, RegionalSlot.rotating(slot, last))).isEqualTo("3");
    assertThat(RegionalSlot.part(slot, split, 0x3FFF_FFFF)).isEqualTo(first);
    int middle = RegionalSlot.part(slot, split, 0x4000_0000);
    assertThat(RegionalSlot.candidates(slot, middle)).isEqualTo(1);
    assertThat(RegionalSlot.part(slot, split, 0x7FFF_FFFF)).isEqualTo(middle);
    assertThat(RegionalSlot.part(slot, split, 0x8000_0000)).isEqualTo(last);
  }

  // RFC 1034 §3.6.2
  @Test
  void alias_isOneRecord_whateverThePoolSays() {
    byte[] first = {1, 'a', 0};
    byte[] second = {1, 'b', 0};
    subnetsAlone();
    MemorySegment slot = encoded(RecordType.CNAME, List.of(octets(first), octets(second)));
    int outcome = RegionalSlot.outcome(slot, 1);
    assertThat(RegionalSlot.turns(slot, outcome)).isEqualTo(2);
    long variant = RegionalSlot.turn(slot, outcome, 0);
    assertThat(Slot.count(slot, variant)).isEqualTo(1);
    assertThat(WireFormat.u8(slot, Slot.records(variant) + RDATA + 1)).isEqualTo('a');
  }

  @Test
  void names_comeOneAtATime_byWeight() {
    pool("all", new PoolChoice(PoolChoice.Method.WEIGHTED, 1), name(3, "a"), name(1, "longer"));
    everybody("all");
    for (int type : new int[] {RecordType.CNAME, RecordType.DNAME}) {
      MemorySegment slot = encoded(type, List.of());
      int outcome = RegionalSlot.outcome(slot, 0);
      StringBuilder lengths = new StringBuilder();
      for (int turn = 0; turn < RegionalSlot.turns(slot, outcome); turn++) {
        long variant = RegionalSlot.turn(slot, outcome, turn);
        assertThat(Slot.count(slot, variant)).isEqualTo(1);
        lengths.append(WireFormat.u8(slot, Slot.records(variant) + RDATA));
      }
      assertThat(lengths.chars().filter(length -> length == '1')).hasSize(3);
      assertThat(lengths.chars().filter(length -> length == '6')).hasSize(1);
      assertThat(lengths).hasSize(4);
    }
  }

  private static Pool.Host name(int weight, String label) {
    Target target = new Target.Name(DomainName.parse(label + ".example.net."));
    return new Pool.Host(
        label, weight, HostStatus.UP, List.of(new Endpoint(TestPlan.CHECK, target)));
  }

  private void subnetsAlone() {
    pool("near", PoolChoice.ROTATE_ALL, up(1, "192.0.2.1"));
    subnet("10.0.0.0/8", "near");
  }

  private static List<Byte> octets(byte[] bytes) {
    List<Byte> octets = new ArrayList<>();
    for (byte octet : bytes) {
      octets.add(octet);
    }
    return octets;
  }
}
