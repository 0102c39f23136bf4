package org.popdns.config.dynamic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;

/**
 * What must hold for the pools and rules of a record together, as octoDNS has it: rules of subnets
 * stand before those of subnets and geos, those before rules of geos, and behind them one for
 * everyone; no place and no network stands within one that is before it; every pool is named; no
 * fallbacks go round. That a pool is named by several rules is no harm here. Used once, by the one
 * thread that loads.
 */
final class RuleChecks {

  private final FileProblems problems;
  private final Judgement judgement;
  private final Map<String, PoolYaml.Found> pools;
  private final List<RuleYaml.Found> rules;

  RuleChecks(Judgement judgement, Map<String, PoolYaml.Found> pools, List<RuleYaml.Found> rules) {
    this.problems = judgement.problems();
    this.judgement = judgement;
    this.pools = pools;
    this.rules = rules;
  }

  /** Reports what does not go together. All pools and fallbacks that are named exist. */
  void check() {
    everyone();
    order();
    for (int i = 0; i < rules.size(); i++) {
      places(i);
      networks(i);
    }
    unused();
    rounds();
  }

  private void everyone() {
    Optional<RuleYaml.Found> first = rules.stream().filter(RuleYaml.Found::isForAll).findFirst();
    for (RuleYaml.Found rule : rules) {
      if (first.isPresent() && rule.number() > first.get().number()) {
        judgement.against(
            rule.where(),
            "no client comes to rule "
                + rule.number()
                + ": rule "
                + first.get().number()
                + " is for everyone");
      }
    }
    RuleYaml.Found last = rules.getLast();
    if (!last.isForAll() && first.isEmpty()) {
      problems.error(
          last.where(),
          "the last rule must be for everyone, without geos and subnets, so that there is an"
              + " answer for each client");
    }
  }

  private void order() {
    int rank = 0;
    int before = 0;
    for (RuleYaml.Found rule : rules) {
      boolean byNetwork = !rule.subnets().isEmpty();
      boolean byPlace = !rule.geos().isEmpty();
      int own = byNetwork && byPlace ? 1 : byNetwork ? 0 : byPlace ? 2 : rank;
      if (own < rank) {
        judgement.against(
            rule.where(),
            "rule "
                + rule.number()
                + " has subnets and stands behind rule "
                + before
                + (rank == 2 ? ", which has geos alone" : ", which has geos")
                + ": rules of subnets come first, then those of both, then those of geos");
      }
      if (own > rank) {
        rank = own;
        before = rule.number();
      }
    }
  }

  private void places(int index) {
    RuleYaml.Found rule = rules.get(index);
    for (int i = 0; i < rule.geos().size(); i++) {
      GeoCode geo = rule.geos().get(i);
      for (int k = 0; k < rule.geos().size(); k++) {
        GeoCode other = rule.geos().get(k);
        if (k < i && other.code().equals(geo.code())) {
          within(geo.where(), geo.code(), other.code(), rule.number());
        } else if (other.encloses(geo)) {
          within(geo.where(), geo.code(), other.code(), rule.number());
        }
      }
      for (RuleYaml.Found earlier : before(rule, index)) {
        for (GeoCode other : earlier.geos()) {
          if (other.code().equals(geo.code()) || other.encloses(geo)) {
            within(geo.where(), geo.code(), other.code(), earlier.number());
          }
        }
      }
    }
  }

  private void networks(int index) {
    RuleYaml.Found rule = rules.get(index);
    for (int i = 0; i < rule.subnets().size(); i++) {
      SubnetText subnet = rule.subnets().get(i);
      for (int k = 0; k < rule.subnets().size(); k++) {
        SubnetText other = rule.subnets().get(k);
        boolean same = other.prefix().equals(subnet.prefix());
        if (k != i && other.prefix().contains(subnet.prefix()) && (!same || k < i)) {
          within(subnet, other, rule.number());
        }
      }
      for (RuleYaml.Found earlier : before(rule, index)) {
        for (SubnetText other : earlier.subnets()) {
          if (other.prefix().contains(subnet.prefix())) {
            within(subnet, other, earlier.number());
          }
        }
      }
    }
  }

  /** The rules before one that hold at all of its sites. */
  private List<RuleYaml.Found> before(RuleYaml.Found rule, int index) {
    return rules.subList(0, index).stream()
        .filter(
            earlier ->
                earlier.ours().sites().isEmpty()
                    || (!rule.ours().sites().isEmpty()
                        && earlier.ours().sites().containsAll(rule.ours().sites())))
        .toList();
  }

  private void within(SubnetText subnet, SubnetText other, int number) {
    within(
        subnet.where(), SubnetText.text(subnet.prefix()), SubnetText.text(other.prefix()), number);
  }

  private void within(Span where, String inner, String outer, int number) {
    judgement.against(
        where,
        inner.equals(outer)
            ? inner + " stands in rule " + number + " already"
            : inner + " is within " + outer + " of rule " + number + ", which comes first");
  }

  private void unused() {
    Set<String> named = new HashSet<>();
    rules.forEach(rule -> named.add(rule.pool().text()));
    rules.forEach(
        rule ->
            rule.ours()
                .fallback()
                .ifPresent(names -> names.forEach(name -> named.add(name.text()))));
    pools.values().forEach(pool -> pool.fallback().ifPresent(name -> named.add(name.text())));
    pools.forEach(
        (name, pool) -> {
          if (!named.contains(name)) {
            judgement.against(
                pool.where(), "no rule and no fallback names the pool " + Quoted.of(name));
          }
        });
  }

  private void rounds() {
    Set<String> known = new HashSet<>();
    for (String start : pools.keySet()) {
      List<String> path = new ArrayList<>();
      String at = start;
      while (known.add(at)) {
        path.add(at);
        Optional<String> next = fallback(at).map(PoolYaml.Name::text);
        if (next.isEmpty()) {
          break;
        }
        at = next.get();
        if (path.contains(at)) {
          List<String> round = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
          round.add(at);
          judgement.against(
              fallback(path.getLast()).orElseThrow().where(),
              "the fallbacks go round: " + String.join(", ", round));
        }
      }
    }
  }

  private Optional<PoolYaml.Name> fallback(String pool) {
    return Optional.ofNullable(pools.get(pool)).flatMap(PoolYaml.Found::fallback);
  }
}
