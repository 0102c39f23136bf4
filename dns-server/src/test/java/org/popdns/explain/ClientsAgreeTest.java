package org.popdns.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.popdns.answer.Exchange;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Geo;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Location;
import org.popdns.config.model.PlacePrefix;
import org.popdns.config.model.Position;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Target;
import org.popdns.config.model.Zone;
import org.popdns.config.model.ZoneSteering;
import org.popdns.config.record.SoaRdata;
import org.popdns.config.write.AddressFormat;
import org.popdns.control.OneSite;
import org.popdns.health.HealthSnapshot;
import org.popdns.name.DomainName;
import org.popdns.place.PlaceLayer;
import org.popdns.place.Places;
import org.popdns.publish.TestPublisher;
import org.popdns.record.RecordType;
import org.popdns.region.RegionTables;
import org.popdns.snapshot.HealthAnswers;
import org.popdns.snapshot.RegionTable;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.Snapshot;
import org.popdns.steering.CapacityLimits;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringPolicy;
import org.popdns.steering.TestPlan;
import org.popdns.time.Clocks;
import org.popdns.wire.QueryParser;
import org.popdns.wire.WireFormat;
import tools.jackson.databind.JsonNode;

/**
 * What the engine decides by the rules, what a worker answers by the table, and what is explained
 * are the same, for random clients in random states of health. {@code -Dclients.pairs} says how
 * many pairs, {@code -Dclients.seed} which; every hundredth is explained as well.
 */
final class ClientsAgreeTest {

  private static final int DEFAULT_PAIRS = 40_000;
  private static final int PAIRS_PER_STATE = 500;
  private static final int EXPLAINED_EACH = 100;

  private static final DomainName ORIGIN = DomainName.parse("example.com.");
  private static final DomainName WWW = DomainName.parse("www", ORIGIN);
  private static final Position NOWHERE = new Position(Path.of("test"), 1, 1);
  private static final InetAddress LAST_RESORT = InetAddress.ofLiteral("192.0.2.250");
  private static final InetAddress RESOLVER = InetAddress.ofLiteral("203.0.113.53");
  private static final List<String> VALUES =
      List.of(
          "192.0.2.1",
          "192.0.2.2",
          "192.0.2.11",
          "192.0.2.12",
          "192.0.2.21",
          "192.0.2.31",
          "192.0.2.41");

  /** Rules of all kinds; clients that none holds for get the record's own value. */
  private static final SteeringPlan PLAN =
      new TestPlan("www.example.com. A")
          .pool("office", TestPlan.host("192.0.2.31"))
          .pool("eu", TestPlan.host("192.0.2.1"), TestPlan.host("192.0.2.2"))
          .pool("as", TestPlan.host("192.0.2.11"), TestPlan.host("192.0.2.12"))
          .pool("us", TestPlan.host("192.0.2.21"))
          .pool("isp", TestPlan.host("192.0.2.41"))
          .at("eu", 50, 9)
          .at("as", 1, 104)
          .at("us", 40, -74)
          .rule(
              Set.of(),
              new ClientCondition(
                  List.of(), List.of(prefix("10.1.2.0/23"), prefix("2001:db8:1::/48")), List.of()),
              "office",
              "eu")
          .rule(Set.of("elsewhere"), ClientCondition.EVERYBODY, "us")
          .rule(
              Set.of(),
              new ClientCondition(
                  List.of(new Geo("EU", Optional.of("DE"), Optional.empty())),
                  List.of(prefix("10.64.0.0/10")),
                  List.of()),
              "eu",
              "us")
          .rule(Set.of(), new ClientCondition(List.of(), List.of(), List.of(64500L)), "isp", "as")
          .rule("EU", "eu")
          .rule("AS", "as", "eu", "us", "isp")
          .nearest()
          .rule("NA", "us", "eu")
          .plan();

  private static final List<String> COUNTRIES = List.of("DE", "FR", "JP", "US", "CA", "BR", "CY");

  private final long seed = Long.getLong("clients.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static IpPrefix prefix(String text) {
    int slash = text.indexOf('/');
    return new IpPrefix(
        InetAddress.ofLiteral(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  private static Configuration configuration() {
    byte[] server = DomainName.parse("ns.example.net.").toWire();
    byte[] soa = new SoaRdata(ORIGIN, ORIGIN, 1, 7200, 900, 1_209_600, 300).toBytes();
    Zone zone =
        new Zone(
            ORIGIN,
            1,
            List.of(
                new RecordSet.Static(ORIGIN, RecordType.NS, 60, List.of(server), NOWHERE),
                new RecordSet.Static(ORIGIN, RecordType.SOA, 60, List.of(soa), NOWHERE),
                new RecordSet.Steered(
                    WWW,
                    RecordType.A,
                    60,
                    PLAN.name(),
                    List.of(LAST_RESORT.getAddress()),
                    NOWHERE)));
    return new OneSite(1)
        .configuration(
            new Zone(ORIGIN, 1, zone.recordSets(), new ZoneSteering(true, List.of(PLAN))));
  }

  /** Random prefixes in three networks, so that many clients are near their edges. */
  private Places places() {
    Map<IpPrefix, PlacePrefix> prefixes = new LinkedHashMap<>();
    for (int i = 0; i < 400; i++) {
      InetAddress address = address();
      int bits = address.getAddress().length * Byte.SIZE;
      int length = bits == 32 ? 8 + random.nextInt(24) : 32 + random.nextInt(32);
      IpPrefix prefix = IpPrefix.around(address.getAddress(), length);
      boolean country = random.nextInt(4) > 0;
      prefixes.put(
          prefix,
          new PlacePrefix(
              prefix,
              country
                  ? Optional.of(COUNTRIES.get(random.nextInt(COUNTRIES.size())))
                  : Optional.empty(),
              Optional.empty(),
              country && random.nextBoolean()
                  ? OptionalLong.empty()
                  : OptionalLong.of(64499 + random.nextInt(3)),
              random.nextBoolean()
                  ? Optional.empty()
                  : Optional.of(
                      new Location(random.nextInt(181) - 90, random.nextInt(361) - 180))));
    }
    return new Places(
        List.of(PlaceLayer.ofOperator("places.yaml", List.copyOf(prefixes.values()))));
  }

  private InetAddress address() {
    byte[] bytes = new byte[random.nextInt(3) == 0 ? 16 : 4];
    random.nextBytes(bytes);
    if (bytes.length == 4) {
      bytes[0] = 10;
    } else {
      byte[] beginning =
          switch (random.nextInt(3)) {
            case 0 -> new byte[] {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 1};
            case 1 -> new byte[] {0x20, 0x02, 10}; // 6to4
            default -> new byte[] {0x20, 0x01, 0x0d, (byte) 0xb8};
          };
      System.arraycopy(beginning, 0, bytes, 0, beginning.length);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void engineWireAndExplanation_agree() throws Exception {
    int pairs = Integer.getInteger("clients.pairs", DEFAULT_PAIRS);
    System.out.println("clients: %d pairs, seed %d".formatted(pairs, seed));
    Configuration configuration = configuration();
    Places places = places();
    HealthSnapshot all = TestPlan.up(VALUES.toArray(String[]::new));
    RegionTables regions =
        RegionTables.of(
            configuration.plans().values(), Optional.of("here"), places, RegionTables.NONE);
    Worker worker = new Worker();
    try (TestPublisher publisher = new TestPublisher(configuration, Clocks.system())) {
      for (int done = 0; done < pairs; done += PAIRS_PER_STATE) {
        List<String> up = VALUES.stream().filter(value -> random.nextInt(3) > 0).toList();
        HealthSnapshot health = TestPlan.up(up.toArray(String[]::new));
        Snapshot snapshot =
            withTables(
                publisher.serve(configuration, health, places).snapshot(),
                publisher.publisher().slotKeys(),
                regions);
        Situation situation =
            new Situation(
                configuration,
                all,
                regions,
                new ServedAnswers(snapshot, publisher.publisher().slotKeys()));
        Set<String> down = new HashSet<>(VALUES);
        down.removeAll(up);
        Situation asked =
            down.isEmpty() ? situation : situation.withDown(down, Clocks.system().moment());
        List<SteeringDecision> decisions =
            new SteeringPolicy(Optional.of("here"))
                .decide(
                    PLAN, regions.regions(PLAN, Optional.of("here")), health, CapacityLimits.NONE);
        for (int i = 0; i < PAIRS_PER_STATE; i++) {
          agree(asked, places, decisions, snapshot, worker, i % EXPLAINED_EACH == 0);
        }
      }
    }
  }

  private static Snapshot withTables(Snapshot served, List<SlotKey> keys, RegionTables regions) {
    MemorySegment[] slots = new MemorySegment[served.health().size()];
    @Nullable RegionTable[] tables = new RegionTable[slots.length];
    for (int slot = 0; slot < slots.length; slot++) {
      slots[slot] = served.health().slot(slot);
      if (keys.get(slot).plan().equals(PLAN.name())) {
        tables[slot] = regions.of(PLAN, Optional.of("here")).orElseThrow();
      }
    }
    return new Snapshot(served.zones(), new HealthAnswers(slots, tables), served.cookies());
  }

  private void agree(
      Situation situation,
      Places places,
      List<SteeringDecision> decisions,
      Snapshot snapshot,
      Worker worker,
      boolean explained) {
    InetAddress address = address();
    int bits = address.getAddress().length * Byte.SIZE;
    IpPrefix client = IpPrefix.around(address.getAddress(), bits - random.nextInt(bits / 4));
    Asker asker = new Asker(Optional.of(client), Optional.of(RESOLVER));
    InetAddress counted = Addresses.counted(client.network());
    RuleVerdicts judged = RuleVerdicts.of(PLAN, Optional.of("here"), counted, places.of(counted));
    SteeringDecision decision =
        decisions.stream()
            .filter(
                each -> each.rule() == judged.holding() && tried(each).equals(judged.poolNames()))
            .findFirst()
            .orElseThrow();
    Set<InetAddress> expected = new HashSet<>();
    decision.answering().forEach(endpoint -> expected.add(address(endpoint.target())));
    if (decision.reason() == SteeringDecision.Reason.FAIL_OPEN
        || decision.reason() == SteeringDecision.Reason.NO_RULE) {
      expected.clear();
      expected.add(LAST_RESORT);
    }
    String of = "%s, seed %d".formatted(AddressFormat.of(client), seed);
    Answer answer = worker.ask(snapshot, asker);
    assertThat(answer.addresses()).as(of).isEqualTo(expected);
    assertThat(answer.scope()).as(of).isPositive();
    if (explained) {
      JsonNode explanation =
          new Explainer(situation, WWW, RecordType.A, asker, Optional.empty(), 0).explain();
      JsonNode plan = explanation.path("plans").path(0);
      assertThat(plan.path("rule").asInt(-1)).as(of).isEqualTo(judged.holding());
      assertThat(plan.path("reason").asString()).as(of).isEqualTo(decision.reason().label());
      assertThat(kept(plan)).as(of).isEqualTo(expected);
      IpPrefix alike = IpPrefix.around(client.network().getAddress(), answer.scope());
      assertThat(explanation.path("answer").asString())
          .as(of)
          .contains("; CLIENT-SUBNET: " + AddressFormat.of(client) + "/" + answer.scope() + "\n");
      if (counted.equals(client.network())) {
        assertThat(plan.path("network").asString()).as(of).isEqualTo(AddressFormat.of(alike));
      }
    }
  }

  /** The pools of a decision, in their order. */
  private static List<String> tried(SteeringDecision decision) {
    return decision.considered().stream().map(SteeringDecision.PoolTally::pool).toList();
  }

  /** What an explanation says that is answered. */
  private static Set<InetAddress> kept(JsonNode plan) {
    Set<InetAddress> kept = new HashSet<>();
    plan.path("lastResort").forEach(value -> kept.add(InetAddress.ofLiteral(value.asString())));
    for (JsonNode value : plan.path("addresses")) {
      if (value.path("decision").asString().equals("kept")) {
        kept.add(InetAddress.ofLiteral(value.path("address").asString()));
      }
    }
    return kept;
  }

  /** What an answer has, and for how wide a network. */
  private record Answer(Set<InetAddress> addresses, int scope) {}

  /** A worker, and room for its messages. */
  private static final class Worker {

    private static final int ROOM = 1024;
    private static final int SCOPE = 7;

    private final Responder responder =
        new Responder(
            new ServerIdentity("ns1"), ServerCookies.bySystemClock(), new WorkerCounters(), 0);
    private final Exchange exchange = new Exchange();
    private final MemorySegment in = Arena.ofAuto().allocate(ROOM + QueryParser.READ_AHEAD_BYTES);
    private final MemorySegment out = Arena.ofAuto().allocate(ROOM);

    Answer ask(Snapshot snapshot, Asker asker) {
      byte[] query = new WireQuestion(WWW, RecordType.A, asker).query(ROOM);
      MemorySegment.copy(query, 0, in, ValueLayout.JAVA_BYTE, 0, query.length);
      exchange.begin(snapshot);
      exchange.client().udpIpv4(ByteBuffer.wrap(RESOLVER.getAddress()).getInt());
      exchange.request(in, 0, query.length);
      exchange.response(out, 0, ROOM);
      int length = responder.respond(exchange);
      ByteBuffer answer = ByteBuffer.wrap(out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
      int records = answer.getShort(WireFormat.ANCOUNT);
      int at =
          WireFormat.HEADER_LENGTH_BYTES + WWW.toWire().length + WireFormat.QUESTION_TAIL_BYTES;
      List<InetAddress> addresses = new ArrayList<>();
      for (int record = 0; record < records; record++) {
        byte[] address = new byte[4];
        answer.get(at + 12, address);
        addresses.add(ofBytes(address));
        at += 16;
      }
      // The OPT record: eleven bytes, then the option's code and length, family, source, scope.
      return new Answer(Set.copyOf(addresses), answer.get(at + 11 + SCOPE) & 0xff);
    }

    private static InetAddress ofBytes(byte[] address) {
      try {
        return InetAddress.getByAddress(address);
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static InetAddress address(Target target) {
    return InetAddress.ofLiteral(target.toString());
  }
}
