package org.popdns.explain;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.model.Geo;
import org.popdns.config.model.Location;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.write.AddressFormat;
import org.popdns.place.Place;
import org.popdns.place.Places;
import org.popdns.report.ClientWords;

/**
 * Which of a plan's rules holds for a client at a node, and why those before it do not: by the
 * rules themselves, without the table that the answer is made by. Pure.
 *
 * @param verdicts on the rules, as far as the one that holds, or on all of them
 * @param holding the number of the rule that holds, from 1; 0 if none does
 * @param pools those that the rule tries for the client, in their order; none if no rule holds
 */
record RuleVerdicts(List<Verdict> verdicts, int holding, List<Tried> pools) {

  private static final int MOST_NAMED = 5;

  /** Copies the list. */
  RuleVerdicts {
    verdicts = List.copyOf(verdicts);
    pools = List.copyOf(pools);
  }

  /**
   * A pool that is tried.
   *
   * @param kilometres how far it is from the client; empty where that is not asked or not known
   */
  record Tried(String pool, Optional<Integer> kilometres) {}

  /**
   * A verdict on a rule.
   *
   * @param rule its number, from 1
   * @param clients whom it is for, in words
   * @param text that it holds, or that it is passed over, and why
   */
  record Verdict(int rule, String clients, String text) {}

  /**
   * Judges a plan's rules.
   *
   * @param site where the node stands; empty if it has no site
   * @param address the client's, IPv6 addresses that stand for IPv4 addresses as those
   * @param found where that is
   */
  static RuleVerdicts of(
      SteeringPlan plan, Optional<String> site, InetAddress address, Places.Found found) {
    List<Verdict> verdicts = new ArrayList<>();
    int number = 0;
    for (SteeringRule rule : plan.rules()) {
      number++;
      ClientCondition clients = rule.clients();
      if (!rule.holdsAt(site)) {
        String here = site.map(at -> "this node is at " + at).orElse("this node has no site");
        verdicts.add(
            new Verdict(
                number,
                ClientWords.of(clients),
                "passed over: for " + sites(rule) + ", and " + here));
        continue;
      }
      Optional<String> because = holds(clients, address, found);
      verdicts.add(
          new Verdict(
              number,
              ClientWords.of(clients),
              because
                  .map(why -> "holds: " + why + order(rule, found))
                  .orElseGet(() -> "passed over: " + whyNot(clients, found))));
      if (because.isPresent()) {
        return new RuleVerdicts(verdicts, number, tried(plan, rule, found));
      }
    }
    return new RuleVerdicts(verdicts, 0, List.of());
  }

  /** The names of the pools that are tried, in their order. */
  List<String> poolNames() {
    return pools.stream().map(Tried::pool).toList();
  }

  /** How far a pool is from the client; empty where that is not asked or not known. */
  Optional<Integer> kilometresTo(String pool) {
    return pools.stream()
        .filter(tried -> tried.pool.equals(pool))
        .findFirst()
        .flatMap(Tried::kilometres);
  }

  /** In which order a rule's pools are tried, where it goes by distance. */
  private static String order(SteeringRule rule, Places.Found found) {
    return switch (rule.order()) {
      case DECLARED -> "";
      case NEAREST ->
          found
              .location()
              .map(
                  from ->
                      "; the nearest pool first, from "
                          + from
                          + found.locationSource().map(source -> ", by " + source).orElse(""))
              .orElse(
                  "; no source says where exactly the client is, so its pools are tried as it names"
                      + " them");
    };
  }

  private static List<Tried> tried(SteeringPlan plan, SteeringRule rule, Places.Found found) {
    Optional<Location> from =
        rule.order() == PoolOrder.NEAREST ? found.location() : Optional.empty();
    List<Tried> tried = new ArrayList<>();
    for (Pool pool : plan.poolsOf(rule)) {
      tried.add(
          new Tried(
              pool.name(), from.flatMap(client -> pool.location().map(client::kilometresTo))));
    }
    // What is equally far, or nowhere, stays in its order.
    tried.sort(Comparator.comparingInt(pool -> pool.kilometres().orElse(Integer.MAX_VALUE)));
    return tried;
  }

  private static String sites(SteeringRule rule) {
    return rule.sites().stream().sorted().collect(Collectors.joining(", "));
  }

  /** Why a condition holds; empty if it does not. */
  private static Optional<String> holds(
      ClientCondition clients, InetAddress address, Places.Found found) {
    if (clients.isEverybody()) {
      return Optional.of("it is for everybody");
    }
    Optional<String> bySubnet =
        clients.subnets().stream()
            .filter(subnet -> subnet.contains(address))
            .findFirst()
            .map(subnet -> "the client is in " + AddressFormat.of(subnet));
    Place place = found.place();
    Optional<String> byGeo =
        clients.geos().stream()
            .filter(place::isIn)
            .findFirst()
            .map(
                geo ->
                    "the client is in " + geo + found.geoSource().map(s -> ", by " + s).orElse(""));
    Optional<String> byAsn =
        place.asn().isPresent() && clients.asns().contains(place.asn().getAsLong())
            ? Optional.of(
                "the client's network is of AS"
                    + place.asn().getAsLong()
                    + found.asnSource().map(s -> ", by " + s).orElse(""))
            : Optional.empty();
    return bySubnet.or(() -> byGeo).or(() -> byAsn);
  }

  private static String whyNot(ClientCondition clients, Places.Found found) {
    List<String> reasons = new ArrayList<>();
    if (!clients.subnets().isEmpty()) {
      reasons.add("the client is not in " + named(clients.subnets(), AddressFormat::of));
    }
    if (!clients.geos().isEmpty()) {
      reasons.add(
          found.place().hasGeo()
              ? "the client is not in " + named(clients.geos(), Geo::toString)
              : "no source knows where the client is");
    }
    if (!clients.asns().isEmpty()) {
      reasons.add(
          found.place().asn().isPresent()
              ? "the client's network is not of " + named(clients.asns(), asn -> "AS" + asn)
              : "no source knows the client's autonomous system");
    }
    return String.join("; ", reasons);
  }

  private static <T> String named(List<T> parts, Function<T, String> text) {
    String named = parts.stream().limit(MOST_NAMED).map(text).collect(Collectors.joining(", "));
    return parts.size() <= MOST_NAMED
        ? named
        : named + " or " + (parts.size() - MOST_NAMED) + " more";
  }
}
