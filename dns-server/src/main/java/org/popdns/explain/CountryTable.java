package org.popdns.explain;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Continents;
import org.popdns.config.model.Geo;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Location;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.config.write.AddressFormat;
import org.popdns.map.CountryPlaces;
import org.popdns.name.DomainName;
import org.popdns.place.Place;
import org.popdns.place.Places;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;
import org.popdns.report.ClientWords;
import org.popdns.snapshot.compile.ZoneExplanation;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.steering.SteeringDecision.Reason;
import org.popdns.wire.Rcode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says of a question which pool each country gets, and which clients within a country get another:
 * by the rules themselves, as {@link RuleVerdicts} judges them. For the operator; on the thread
 * that asks. One use.
 */
final class CountryTable {

  private static final JsonMapper JSON = new JsonMapper();

  /** Kosovo, which ISO 3166-1 has no code for: databases write this one. */
  private static final Place KOSOVO = place("EU", "XK");

  private final Situation situation;
  private final DomainName name;
  private final int type;
  private final long nowNanos;
  private final PointDecisions points;
  private final ObjectNode root = JSON.createObjectNode();
  private final Map<Integer, SteeringDecision> byRule = new LinkedHashMap<>();
  private final Map<String, Told> byCountry = new HashMap<>();
  private Map<String, CountryPlaces> within = Map.of();
  private List<String> lastResort = List.of();

  /** What is said of a country. */
  private record Told(ObjectNode entry, SteeringDecision decision) {}

  /**
   * Of one question.
   *
   * @param nowNanos the monotonic clock, by which ages are told
   */
  CountryTable(Situation situation, DomainName name, int type, long nowNanos) {
    this.nowNanos = nowNanos;
    this.situation = situation;
    this.points = new PointDecisions(situation);
    this.name = name;
    this.type = type;
  }

  /**
   * The table.
   *
   * @throws IllegalArgumentException with a line for the operator if the answer has no plan
   */
  ObjectNode explain() {
    root.put("name", name.toString());
    root.put("type", RecordTypes.mnemonic(type));
    situation.site().ifPresent(site -> root.put("site", site));
    RecordSet.Steered steered = steered();
    lastResort =
        steered.lastResort().stream().map(rdata -> RdataText.of(steered.type(), rdata)).toList();
    root.put("plan", steered.plan());
    List<SteeringDecision> all = situation.decide(steered.plan());
    SteeringPlan plan = all.getFirst().plan();
    // Behind these come the orders of distance that occur; a country has that of its middle.
    List<SteeringDecision> decisions = all.subList(0, plan.regionsAt(situation.site()).size());
    decisions.forEach(decision -> byRule.put(decision.rule(), decision));
    if (!lastResort.isEmpty()) {
      lastResort.forEach(root.putArray("lastResort")::add);
    }
    ArrayNode pools = root.putArray("pools");
    ArrayNode rules = root.putArray("rules");
    decisions.forEach(decision -> rule(rules.addObject(), decision));
    countries(root.putArray("countries"), plan);
    pools(pools, plan);
    int elsewhere = PlaceRule.of(plan, situation.site(), Place.UNKNOWN);
    answer(root.putObject("elsewhere"), decision(elsewhere));
    parts(root.putArray("parts"), plan);
    locations(plan);
    situation.putDoubt(root, nowNanos);
    return root;
  }

  /** What clients are answered differently from, by its plan. */
  private RecordSet.Steered steered() {
    Configuration configuration = situation.configuration();
    DomainName origin =
        HoldingZone.of(configuration, name, type)
            .orElseThrow(() -> new IllegalArgumentException("no zone holds " + name));
    Zone zone =
        configuration
            .zone(origin)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "zone " + origin + " can't be served; popdns explain says why"));
    root.put("zone", origin.toString()).put("serial", zone.serial());
    ZoneExplanation found = ZoneExplanation.of(zone, name, type);
    return found.answer().stream()
        .map(ZoneExplanation.Step::set)
        .filter(RecordSet.Steered.class::isInstance)
        .map(RecordSet.Steered.class::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(withoutSteering(found)));
  }

  /** Why there is nothing to draw. */
  private String withoutSteering(ZoneExplanation found) {
    String mnemonic = RecordTypes.mnemonic(type);
    if (!found.answer().isEmpty()) {
      return "%s %s is answered to all clients alike: by no rules and from no cluster"
          .formatted(name, mnemonic);
    }
    if (found.rcode() == Rcode.NXDOMAIN) {
      return "no such name: " + name;
    }
    // Whoever denies has the SOA there, whoever refers the name servers (RFC 2308 §2.2).
    return found.authority().stream().anyMatch(step -> step.set().type() == RecordType.NS)
        ? "%s %s is not answered here: %s".formatted(name, mnemonic, found.match())
        : "no %s records at %s".formatted(mnemonic, name);
  }

  private void pools(ArrayNode entries, SteeringPlan plan) {
    Map<String, PoolTally> tallies = new HashMap<>();
    byRule.values().stream()
        .map(SteeringDecision::considered)
        .flatMap(Collection::stream)
        .forEach(tally -> tallies.put(tally.pool(), tally));
    Map<String, Integer> whole = new HashMap<>();
    Map<String, Integer> parts = new HashMap<>();
    countAnswered(whole, parts);
    for (String pool : plan.pools().keySet()) {
      // A pool that no rule tries here is none that clients could get.
      Optional.ofNullable(tallies.get(pool))
          .ifPresent(
              tally ->
                  entries
                      .addObject()
                      .put("pool", pool)
                      .put("hosts", tally.hosts())
                      .put("healthy", tally.healthy())
                      .put("needed", tally.needed())
                      .put("reachesMinimum", tally.reachesMinimum())
                      .put("countries", whole.getOrDefault(pool, 0))
                      .put("partsOfCountries", parts.getOrDefault(pool, 0)));
    }
  }

  /**
   * Counts the countries that pools answer.
   *
   * @param whole receives, by pool, how many it answers alone
   * @param parts receives how many it shares with others
   */
  private void countAnswered(Map<String, Integer> whole, Map<String, Integer> parts) {
    for (Told told : byCountry.values()) {
      SteeringDecision decision = told.decision;
      if (!decision.spill().isEmpty()) {
        decision.shares().forEach(share -> parts.merge(share.pool(), 1, Integer::sum));
      } else {
        source(decision).ifPresent(pool -> whole.merge(pool, 1, Integer::sum));
      }
    }
  }

  private void rule(ObjectNode entry, SteeringDecision decision) {
    entry.put("rule", decision.rule());
    entry.put("clients", decision.clients().map(ClientWords::of).orElse("all others"));
    if (points.goByDistance(decision.plan(), decision.rule())) {
      entry.put("byDistance", true);
    }
    decision.firstChoice().ifPresent(first -> entry.put("pool", first.pool()));
    outcome(entry, decision);
    entry.put("because", decision.because());
  }

  /** What some clients get. */
  private void answer(ObjectNode entry, SteeringDecision decision) {
    entry.put("rule", decision.rule());
    outcome(entry, decision);
  }

  private void outcome(ObjectNode entry, SteeringDecision decision) {
    source(decision)
        .ifPresentOrElse(
            pool -> {
              entry.put("answeredFrom", pool);
              if (!decision.spill().isEmpty()) {
                shares(entry.putArray("shares"), decision);
              }
            },
            () -> entry.put("lastResort", true));
    entry.put("reason", decision.reason().label());
  }

  /** The parts of several pools that answer the same clients. */
  private static void shares(ArrayNode entries, SteeringDecision decision) {
    for (SteeringDecision.Share share : decision.shares()) {
      entries
          .addObject()
          .put("pool", share.pool())
          .put("percent", Math.round(share.parts() * 100.0 / SteeringDecision.ALL_PARTS));
    }
  }

  private boolean answersLastResort(SteeringDecision decision) {
    return decision.reason() == Reason.NO_RULE
        || (decision.reason() == Reason.FAIL_OPEN && !lastResort.isEmpty());
  }

  private SteeringDecision decision(int rule) {
    SteeringDecision decision = byRule.get(rule);
    if (decision == null) {
      throw new IllegalStateException("rule " + rule + " was not decided");
    }
    return decision;
  }

  private void countries(ArrayNode entries, SteeringPlan plan) {
    for (String continent : Continents.all()) {
      for (String country : Continents.countriesOf(continent)) {
        country(entries.addObject(), plan, place(continent, country));
      }
    }
    country(entries.addObject(), plan, KOSOVO);
  }

  private void country(ObjectNode entry, SteeringPlan plan, Place place) {
    String country = place.country().orElseThrow();
    entry.put("country", country).put("continent", place.continent().orElseThrow());
    int rule = PlaceRule.of(plan, situation.site(), place);
    Optional<CountryPlaces> within =
        points.goByDistance(plan, rule)
            ? Optional.ofNullable(within().get(country))
            : Optional.empty();
    SteeringDecision decision =
        within.map(at -> points.at(plan, at.middle(), rule)).orElseGet(() -> decision(rule));
    answer(entry, decision);
    byCountry.put(country, new Told(entry, decision));
    Set<String> others = new TreeSet<>();
    within.ifPresent(
        at ->
            at.corners()
                .forEach(corner -> source(points.at(plan, corner, rule)).ifPresent(others::add)));
    source(decision).ifPresent(others::remove);
    if (!others.isEmpty()) {
      others.forEach(entry.put("partsDiffer", true).putArray("near")::add);
    }
  }

  /** Where countries are; read when a rule asks for it. */
  private Map<String, CountryPlaces> within() {
    if (within.isEmpty()) {
      within = CountryPlaces.read();
    }
    return within;
  }

  /** Where sites and pools are, as far as the files say it. */
  private void locations(SteeringPlan plan) {
    Map<String, Location> known = new LinkedHashMap<>();
    situation
        .configuration()
        .topology()
        .sites()
        .forEach((site, of) -> of.location().ifPresent(at -> known.put(site, at)));
    plan.pools().forEach((pool, of) -> of.location().ifPresent(at -> known.put(pool, at)));
    if (!known.isEmpty()) {
      ArrayNode entries = root.putArray("locations");
      known.forEach(
          (where, at) ->
              entries
                  .addObject()
                  .put("name", where)
                  .put("latitude", at.latitude())
                  .put("longitude", at.longitude()));
    }
  }

  private static Place place(String continent, String country) {
    return new Place(
        Optional.of(continent), Optional.of(country), Optional.empty(), OptionalLong.empty());
  }

  /** Provinces, networks and autonomous systems that rules name. */
  private void parts(ArrayNode entries, SteeringPlan plan) {
    Set<Geo> provinces = new LinkedHashSet<>();
    Set<IpPrefix> subnets = new LinkedHashSet<>();
    Map<Long, Integer> asns = new LinkedHashMap<>();
    for (SteeringDecision decision : byRule.values()) {
      ClientCondition clients = decision.clients().orElse(ClientCondition.EVERYBODY);
      clients.geos().stream().filter(geo -> geo.subdivision().isPresent()).forEach(provinces::add);
      subnets.addAll(clients.subnets());
      clients.asns().forEach(asn -> asns.putIfAbsent(asn, decision.rule()));
    }
    Optional<String> site = situation.site();
    provinces.forEach(
        geo ->
            part(
                entries.addObject(),
                geo.toString(),
                decision(PlaceRule.of(plan, site, place(geo))),
                geo.country()));
    Places places = situation.regions().places();
    for (IpPrefix subnet : subnets) {
      Places.Found found = places.of(subnet.network());
      int rule = RuleVerdicts.of(plan, site, subnet.network(), found).holding();
      SteeringDecision decision =
          points.goByDistance(plan, rule) && found.location().isPresent()
              ? points.at(plan, found.location().get(), rule)
              : decision(rule);
      part(entries.addObject(), AddressFormat.of(subnet), decision, found.place().country());
    }
    Map<Long, Set<String>> countries = AsnCountries.of(places, asns.keySet());
    asns.forEach(
        (asn, rule) -> {
          ObjectNode entry = entries.addObject().put("part", "AS" + asn);
          answer(entry, decision(rule));
          for (String country : countries.getOrDefault(asn, Set.of())) {
            entry.withArray("countries").add(country);
            mark(country, decision(PlaceRule.of(plan, site, place(country, asn))));
          }
        });
  }

  private static Place place(Geo geo) {
    return new Place(
        Optional.of(geo.continent()), geo.country(), geo.subdivision(), OptionalLong.empty());
  }

  private static Place place(String country, long asn) {
    return Place.of(Optional.empty(), Optional.of(country), Optional.empty(), OptionalLong.of(asn));
  }

  private void part(
      ObjectNode entry, String part, SteeringDecision decision, Optional<String> country) {
    entry.put("part", part);
    answer(entry, decision);
    country.ifPresent(
        in -> {
          entry.putArray("countries").add(in);
          mark(in, decision);
        });
  }

  /** Marks a country if clients in it get other than the rest of it. */
  private void mark(String country, SteeringDecision decision) {
    Told rest = byCountry.get(country);
    if (rest != null
        && (!source(decision).equals(source(rest.decision))
            || !decision.spill().equals(rest.decision.spill()))) {
      rest.entry.put("partsDiffer", true);
    }
  }

  /** The pool that answers; empty if the record's own values do. */
  private Optional<String> source(SteeringDecision decision) {
    return answersLastResort(decision) ? Optional.empty() : Optional.of(decision.pool());
  }
}
