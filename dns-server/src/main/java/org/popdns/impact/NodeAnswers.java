package org.popdns.impact;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.popdns.answer.Rendezvous;
import org.popdns.answer.SampledQuery;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.explain.HoldingZone;
import org.popdns.health.HealthSnapshot;
import org.popdns.name.DomainName;
import org.popdns.publish.SlotRecords;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;
import org.popdns.region.RegionTables;
import org.popdns.snapshot.RegionTable;
import org.popdns.snapshot.SlotKey;
import org.popdns.snapshot.SlotOutcome;
import org.popdns.snapshot.compile.ZoneExplanation;
import org.popdns.steering.CapacityLimits;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringPolicy;
import org.popdns.wire.Rcode;

/**
 * What a node answers by one configuration and one state of health. What was asked once is known;
 * used by one thread.
 */
final class NodeAnswers {

  private final Configuration configuration;
  private final Optional<String> site;
  private final HealthSnapshot health;
  private final RegionTables regions;
  private final Map<String, CapacityLimits> limits;
  private final Map<String, List<SteeringDecision>> decisions = new HashMap<>();
  private final Map<Question, Answered> answered = new HashMap<>();

  /** What is asked, by whomever. */
  private record Question(DomainName name, int type) {}

  /** How the answer comes about. */
  private sealed interface Answered {

    /** The same for all. */
    record Same(Answer answer) implements Answered {}

    /** By a plan. */
    record ByPlan(Steered steered, int rcode, boolean clientSubnet) implements Answered {}
  }

  /**
   * What a client gets.
   *
   * @param decision by which the records were chosen; empty where nothing is
   */
  record Answer(int rcode, RecordShares records, Optional<SteeringDecision> decision) {

    /** By how much another answer is another, 0 to 1. */
    double moved(Answer other) {
      boolean without = records.parts().isEmpty() && other.records.parts().isEmpty();
      return without ? rcode == other.rcode ? 0 : 1 : records.moved(other.records);
    }
  }

  /**
   * A steered record set.
   *
   * @param perRegion what its plan decides for each region
   * @param outcomes what clients get of it, by the regions' numbers
   * @param table which region clients are in; empty if all are in region 0
   */
  record Steered(
      int type,
      List<SteeringDecision> perRegion,
      List<SlotOutcome> outcomes,
      Optional<RegionTable> table) {

    /** What the plan decides for a region. */
    SteeringDecision decision(int region) {
      return perRegion.get(Math.min(region, perRegion.size() - 1));
    }

    /** What clients of a region get. */
    RecordShares records(int region, OptionalLong network) {
      return RecordShares.of(outcomes.get(Math.min(region, outcomes.size() - 1)), type, network);
    }
  }

  /**
   * Answers.
   *
   * @param site where the node stands; empty if it has none
   * @param regions of the configuration's plans at that site
   * @param limits up to where pools may be loaded, by the plans' names
   */
  NodeAnswers(
      Configuration configuration,
      Optional<String> site,
      HealthSnapshot health,
      RegionTables regions,
      Map<String, CapacityLimits> limits) {
    this.configuration = configuration;
    this.site = site;
    this.health = health;
    this.regions = regions;
    this.limits = limits;
  }

  /** What the client of a query gets. */
  Answer of(SampledQuery query) {
    Question question = new Question(query.name(), query.type());
    return switch (answered.computeIfAbsent(question, this::answered)) {
      case Answered.Same(Answer answer) -> answer;
      case Answered.ByPlan(Steered steered, int rcode, boolean clientSubnet) -> {
        InetAddress address = deciding(query, clientSubnet).network().network();
        int region =
            steered
                .table
                .map(table -> RegionTable.region(table.find(address.getAddress())))
                .orElse(0);
        OptionalLong network = OptionalLong.of(Rendezvous.network(address.getAddress()));
        yield new Answer(
            rcode, steered.records(region, network), Optional.of(steered.decision(region)));
      }
    };
  }

  /**
   * What decides which region a query's client is in.
   *
   * @param byOption true if the client subnet option named it
   */
  record Deciding(IpPrefix network, boolean byOption) {}

  /** What decides about a query; empty if all clients get the same. */
  Optional<Deciding> deciding(SampledQuery query) {
    Question question = new Question(query.name(), query.type());
    return switch (answered.computeIfAbsent(question, this::answered)) {
      case Answered.Same _ -> Optional.empty();
      case Answered.ByPlan(Steered steered, int _, boolean clientSubnet) ->
          steered.table.map(table -> deciding(query, clientSubnet));
    };
  }

  private static Deciding deciding(SampledQuery query, boolean clientSubnet) {
    return query
        .clientSubnet()
        .filter(network -> clientSubnet)
        .map(network -> new Deciding(network, true))
        .orElseGet(() -> new Deciding(query.sender(), false));
  }

  /** How many questions are known. */
  int known() {
    return answered.size();
  }

  private Answered answered(Question question) {
    Optional<DomainName> origin = HoldingZone.of(configuration, question.name, question.type);
    Optional<Zone> zone = origin.flatMap(configuration::zone);
    if (zone.isEmpty()) {
      int rcode = origin.isPresent() ? Rcode.SERVFAIL : Rcode.REFUSED;
      return same(rcode, RecordShares.NONE);
    }
    ZoneExplanation found = ZoneExplanation.of(zone.get(), question.name, question.type);
    if (found.answer().isEmpty()) {
      return same(found.rcode(), RecordShares.NONE);
    }
    return switch (found.answer().getLast().set()) {
      case RecordSet.Static set -> same(found.rcode(), RecordShares.alike(texts(set)));
      case RecordSet.Steered set ->
          new Answered.ByPlan(steered(set), found.rcode(), zone.get().steering().clientSubnet());
    };
  }

  private static Answered same(int rcode, RecordShares records) {
    return new Answered.Same(new Answer(rcode, records, Optional.empty()));
  }

  /** The records of a set as text; of a SOA record without the serial, which changes with all. */
  static List<String> texts(RecordSet.Static set) {
    return set.rdata().stream()
        .map(rdata -> RdataText.of(set.type(), rdata))
        .map(text -> set.type() == RecordType.SOA ? text.replaceFirst(" \\d+ ", " ") : text)
        .toList();
  }

  /** A steered record set of the configuration. */
  Steered steered(RecordSet.Steered set) {
    List<SteeringDecision> perRegion = decisions.computeIfAbsent(set.plan(), this::decide);
    SteeringPlan plan = perRegion.getFirst().plan();
    SlotKey key =
        new SlotKey(
            set.plan(),
            set.type(),
            set.ttlSeconds(),
            set.lastResort().stream().map(NodeAnswers::octets).toList());
    return new Steered(
        set.type(),
        perRegion,
        SlotRecords.outcomes(key, plan, perRegion, SlotRecords.Numbers.NONE),
        regions.of(plan, site));
  }

  private List<SteeringDecision> decide(String name) {
    SteeringPlan plan = configuration.plans().get(name);
    if (plan == null) {
      throw new IllegalStateException("plan " + name + " is not in the configuration");
    }
    return new SteeringPolicy(site)
        .decide(
            plan,
            regions.regions(plan, site),
            health,
            limits.getOrDefault(name, CapacityLimits.NONE));
  }

  private static List<Byte> octets(byte[] bytes) {
    List<Byte> octets = new java.util.ArrayList<>();
    for (byte each : bytes) {
      octets.add(each);
    }
    return octets;
  }

  /** What the configuration says. */
  Configuration configuration() {
    return configuration;
  }
}
