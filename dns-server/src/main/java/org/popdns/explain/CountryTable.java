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
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.Continents;
import org.popdns.config.model.Geo;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.Zone;
import org.popdns.config.write.AddressFormat;
import org.popdns.name.DomainName;
import org.popdns.place.Place;
import org.popdns.place.Places;
import org.popdns.record.RdataText;
import org.popdns.record.RecordTypes;
import org.popdns.report.ClientWords;
import org.popdns.snapshot.compile.ZoneExplanation;
import org.popdns.steering.SteeringDecision;
import org.popdns.steering.SteeringDecision.PoolTally;
import org.popdns.steering.SteeringDecision.Reason;
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
  private final ObjectNode root = JSON.createObjectNode();
  private final Map<Integer, SteeringDecision> byRule = new LinkedHashMap<>();
  private final Map<String, ObjectNode> byCountry = new HashMap<>();
  private List<String> lastResort = List.of();

  /**
   * Of one question.
   *
   * @param nowNanos the monotonic clock, by which ages are told
   */
  CountryTable(Situation situation, DomainName name, int type, long nowNanos) {
    this.nowNanos = nowNanos;
    this.situation = situation;
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
    // Countries are no points: a rule by distance is shown for clients without coordinates.
    List<SteeringDecision> decisions = all.subList(0, plan.regionsAt(situation.site()).size());
    decisions.forEach(decision -> byRule.put(decision.rule(), decision));
    if (!lastResort.isEmpty()) {
      lastResort.forEach(root.putArray("lastResort")::add);
    }
    pools(root.putArray("pools"), plan);
    ArrayNode rules = root.putArray("rules");
    decisions.forEach(decision -> rule(rules.addObject(), decision));
    countries(root.putArray("countries"), plan);
    answer(root.putObject("elsewhere"), PlaceRule.of(plan, situation.site(), Place.UNKNOWN));
    parts(root.putArray("parts"), plan);
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
    return ZoneExplanation.of(zone, name, type).answer().stream()
        .map(ZoneExplanation.Step::set)
        .filter(RecordSet.Steered.class::isInstance)
        .map(RecordSet.Steered.class::cast)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s %s is answered to all clients alike: by no rules and from no cluster"
                        .formatted(name, RecordTypes.mnemonic(type))));
  }

  private void pools(ArrayNode entries, SteeringPlan plan) {
    Map<String, PoolTally> tallies = new HashMap<>();
    byRule.values().stream()
        .map(SteeringDecision::considered)
        .flatMap(Collection::stream)
        .forEach(tally -> tallies.put(tally.pool(), tally));
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
                      .put("reachesMinimum", tally.reachesMinimum()));
    }
  }

  private void rule(ObjectNode entry, SteeringDecision decision) {
    entry.put("rule", decision.rule());
    entry.put("clients", decision.clients().map(ClientWords::of).orElse("all others"));
    if (decision.rule() > 0
        && decision.plan().rules().get(decision.rule() - 1).order() == PoolOrder.NEAREST) {
      entry.put("byDistance", true);
    }
    decision.firstChoice().ifPresent(first -> entry.put("pool", first.pool()));
    outcome(entry, decision);
    entry.put("because", decision.because());
  }

  /** What the clients of a rule get. */
  private void answer(ObjectNode entry, int rule) {
    entry.put("rule", rule);
    outcome(entry, decision(rule));
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
    answer(entry, PlaceRule.of(plan, situation.site(), place));
    byCountry.put(country, entry);
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
                PlaceRule.of(plan, site, place(geo)),
                geo.country()));
    Places places = situation.regions().places();
    for (IpPrefix subnet : subnets) {
      Places.Found found = places.of(subnet.network());
      int rule = RuleVerdicts.of(plan, site, subnet.network(), found).holding();
      part(entries.addObject(), AddressFormat.of(subnet), rule, found.place().country());
    }
    Map<Long, Set<String>> countries = AsnCountries.of(places, asns.keySet());
    asns.forEach(
        (asn, rule) -> {
          ObjectNode entry = entries.addObject().put("part", "AS" + asn);
          answer(entry, rule);
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

  private void part(ObjectNode entry, String part, int rule, Optional<String> country) {
    entry.put("part", part);
    answer(entry, rule);
    country.ifPresent(
        in -> {
          entry.putArray("countries").add(in);
          mark(in, decision(rule));
        });
  }

  /** Marks a country if clients in it get other than the rest of it. */
  private void mark(String country, SteeringDecision decision) {
    ObjectNode entry = byCountry.get(country);
    if (entry == null) {
      return;
    }
    SteeringDecision rest = decision(entry.path("rule").asInt());
    if (!source(decision).equals(source(rest)) || !decision.spill().equals(rest.spill())) {
      entry.put("partsDiffer", true);
    }
  }

  /** The pool that answers; empty if the record's own values do. */
  private Optional<String> source(SteeringDecision decision) {
    return answersLastResort(decision) ? Optional.empty() : Optional.of(decision.pool());
  }
}
