package org.popdns.config.dynamic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.popdns.config.model.Capacity;
import org.popdns.config.model.DeclaredCapacity;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.PoolSettings;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Scalars;

/**
 * What a dynamic record has under {@code octodns: {popdns: …}}, where octoDNS does not look: {@code
 * pools} by their names, and {@code rules} by their numbers. Used by the one thread that loads.
 */
final class OurKeys {

  private static final long LARGEST_ASN = 0xffff_ffffL;
  private static final int MOST_ASNS = 10_000;

  private final FileProblems problems;
  private final Scalars scalars;
  private final PoolKeys poolKeys;
  private final LocationYaml locations;
  private final KnownSites sites;

  /**
   * Prepares for the records of a zone.
   *
   * @param sites that rules may name
   */
  OurKeys(FileProblems problems, KnownSites sites) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
    this.poolKeys = new PoolKeys(problems);
    this.locations = new LocationYaml(problems);
    this.sites = sites;
  }

  /**
   * What is said of a rule.
   *
   * @param fallback the pools behind the rule's, which may not exist
   * @param load what comes to it at its peak
   * @param nearest where it is said that the nearest pool is tried first; empty if it is not
   */
  record OfRule(
      Set<String> sites,
      List<Long> asns,
      Optional<List<PoolYaml.Name>> fallback,
      Optional<Long> load,
      Optional<Span> nearest) {

    static final OfRule NOTHING =
        new OfRule(Set.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * The settings of pools, by their names. Those of no pool are reported.
   *
   * @param pools those of the names that are not refused
   */
  Map<String, PoolSettings> pools(
      Optional<Entry> entry, Set<String> poolNames, Map<String, PoolYaml.Found> pools) {
    Map<String, PoolSettings> settings = new HashMap<>();
    if (entry.isEmpty()) {
      return settings;
    }
    if (!(entry.get().value() instanceof MappingNode mapping)) {
      scalars.mismatch(entry.get().value(), "pools", "a mapping of pools to what they have");
      return settings;
    }
    for (Entry pool : mapping.entries()) {
      String name = pool.key().text();
      if (!poolNames.contains(name)) {
        unknownPool(new PoolYaml.Name(name, pool.key().span()), poolNames);
      }
      Fields.of(pool.value(), "pool " + Quoted.of(name), pool.key().span(), problems)
          .ifPresent(
              fields -> {
                PoolSettings ofPool =
                    poolKeys
                        .read(fields)
                        .withCapacity(
                            fields
                                .optional("capacity")
                                .flatMap(
                                    node -> capacity(node, Optional.ofNullable(pools.get(name)))))
                        .at(locations.read(fields));
                settings.put(name, ofPool);
                Optional.ofNullable(pools.get(name))
                    .ifPresent(found -> hostsSuffice(fields, ofPool, found.hosts()));
                fields.refuseUnknown();
              });
    }
    return settings;
  }

  /**
   * What a pool can carry.
   *
   * @param pool empty if it is refused
   */
  private Optional<DeclaredCapacity> capacity(Node node, Optional<PoolYaml.Found> pool) {
    if (!(node instanceof MappingNode mapping)) {
      return scalars.integer(node, "capacity", 1, Capacity.MOST).map(DeclaredCapacity.OfPool::new);
    }
    Map<String, Long> byHost = new HashMap<>();
    for (Entry entry : mapping.entries()) {
      scalars
          .integer(entry.value(), "capacity", 0, Capacity.MOST)
          .ifPresent(number -> byHost.put(entry.key().text(), number));
    }
    if (pool.isEmpty()) {
      return Optional.empty();
    }
    Set<String> hosts = new TreeSet<>();
    pool.get().hosts().forEach(host -> hosts.add(host.name()));
    for (Entry entry : mapping.entries()) {
      if (!hosts.contains(entry.key().text())) {
        problems.error(
            entry.key().span(),
            "the pool has no value " + Quoted.of(entry.key().text()),
            Spelling.nearest(entry.key().text(), hosts));
      }
    }
    hosts.stream()
        .filter(host -> mapping.entries().stream().noneMatch(e -> e.key().text().equals(host)))
        .findFirst()
        .ifPresent(
            host -> problems.error(node.span(), "capacity lacks the value " + Quoted.of(host)));
    return Optional.of(new DeclaredCapacity.OfHosts(byHost));
  }

  private void hostsSuffice(Fields fields, PoolSettings settings, List<Pool.Host> pool) {
    int hosts = pool.size();
    String has = ", but it has " + hosts + (hosts == 1 ? " value" : " values");
    settings
        .minimumHealthy()
        .map(minimum -> minimum.hostsNeeded(hosts))
        .filter(needed -> needed > hosts)
        .ifPresent(
            needed ->
                warn(
                    fields,
                    "minimum-healthy",
                    " is never healthy: minimum-healthy is " + needed + has));
    if (PoolSettings.isOfNames(pool)) {
      settings
          .answers()
          .filter(answers -> answers != 1)
          .ifPresent(
              answers ->
                  warn(
                      fields,
                      "answers",
                      " gives one record all the same: a name leads to one other"));
      return;
    }
    settings
        .answers()
        .filter(answers -> answers > hosts && answers != PoolChoice.ALL)
        .ifPresent(
            answers ->
                warn(
                    fields,
                    "answers",
                    " never gives so many records: answers is " + answers + has));
  }

  private void warn(Fields pool, String key, String message) {
    pool.optional(key).ifPresent(node -> problems.warning(node.span(), pool.what() + message));
  }

  void unknownPool(PoolYaml.Name name, Set<String> poolNames) {
    problems.error(
        name.where(),
        "unknown pool " + Quoted.of(name.text()),
        Spelling.nearest(name.text(), new TreeSet<>(poolNames)));
  }

  /**
   * What is said of rules, by their numbers.
   *
   * @param ruleCount how many rules there are
   */
  Map<Integer, OfRule> rules(Optional<Entry> entry, int ruleCount) {
    Map<Integer, OfRule> rules = new TreeMap<>();
    if (entry.isEmpty()) {
      return rules;
    }
    if (!(entry.get().value() instanceof Node.SequenceNode list)) {
      scalars.mismatch(entry.get().value(), "rules", "a list, such as - rule: 1");
      return rules;
    }
    for (Node item : list.items()) {
      Fields.of(item, "a rule of popdns", item.span(), problems)
          .ifPresent(fields -> rule(fields, ruleCount, rules));
    }
    return rules;
  }

  private void rule(Fields fields, int ruleCount, Map<Integer, OfRule> rules) {
    Optional<Node> numberNode = fields.required("rule");
    Optional<Integer> number =
        numberNode
            .flatMap(node -> scalars.integer(node, "rule", 1, Math.max(1, ruleCount)))
            .map(Long::intValue);
    Set<String> at = fields.optional("sites").map(this::sites).orElse(Set.of());
    List<Long> asns = fields.optional("asns").map(this::asns).orElse(List.of());
    Optional<List<PoolYaml.Name>> fallback = fields.optional("fallback").map(this::fallback);
    Optional<Long> load =
        fields.optional("load").flatMap(node -> scalars.integer(node, "load", 0, Capacity.MOST));
    Optional<Span> nearest =
        fields
            .entry("nearest")
            .filter(entry -> scalars.flag(entry.value(), "nearest").orElse(false))
            .map(entry -> entry.key().span());
    fields.refuseUnknown();
    if (number.isPresent()
        && rules.putIfAbsent(number.get(), new OfRule(at, asns, fallback, load, nearest)) != null) {
      problems.error(numberNode.get().span(), "rule " + number.get() + " stands here already");
    }
  }

  private Set<String> sites(Node node) {
    Set<String> names = new TreeSet<>();
    for (Node item : some(node, "sites")) {
      scalars
          .name(item, "site")
          .ifPresent(
              name -> {
                names.add(name);
                if (sites instanceof KnownSites.Listed(Set<String> listed)
                    && !listed.contains(name)) {
                  problems.error(
                      item.span(),
                      "unknown site " + Quoted.of(name),
                      Spelling.nearest(name, new TreeSet<>(listed)));
                }
              });
    }
    if (sites instanceof KnownSites.Unlisted(Optional<String> own)
        && own.filter(names::contains).isEmpty()) {
      problems.warning(
          node.span(),
          "no clusters file lists sites, and this node "
              + own.map(site -> "is at " + Quoted.of(site)).orElse("has no site")
              + ": it passes the rule over");
    }
    return names;
  }

  private List<Long> asns(Node node) {
    List<Node> items = some(node, "asns");
    if (items.size() > MOST_ASNS) {
      problems.error(node.span(), "more than " + MOST_ASNS + " asns in a rule");
      return List.of();
    }
    return items.stream()
        .flatMap(item -> scalars.integer(item, "an AS number", 1, LARGEST_ASN).stream())
        .distinct()
        .toList();
  }

  private List<PoolYaml.Name> fallback(Node node) {
    List<PoolYaml.Name> names = new ArrayList<>();
    for (Node item : Scalars.oneOrMore(node)) {
      PoolYaml.name(item, "a fallback", problems)
          .ifPresent(name -> names.add(new PoolYaml.Name(name, item.span())));
    }
    return names;
  }

  private List<Node> some(Node node, String what) {
    List<Node> items = Scalars.oneOrMore(node);
    if (items.isEmpty()) {
      problems.error(node.span(), what + " must not be empty: without the key there is no limit");
    }
    return items;
  }
}
