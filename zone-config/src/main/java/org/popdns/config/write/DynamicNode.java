package org.popdns.config.write;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.popdns.config.dynamic.DynamicYaml;
import org.popdns.config.dynamic.KnownSites;
import org.popdns.config.dynamic.Leniency;
import org.popdns.config.dynamic.PoolKeys;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.Capacity;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.Location;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.PoolSettings;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.model.SteeringRule;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.ProblemLog;
import org.popdns.config.problem.SourceText;
import org.popdns.config.record.YamlRdata;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.TreeReader;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/**
 * A zone's own plan as octoDNS's dynamic record, and what is not octoDNS's of it for {@code
 * octodns: {popdns: …}}. Read again, they are the same plan. Used by one thread.
 */
final class DynamicNode {

  private final SteeringPlan plan;
  // What octoDNS is told that pools fall back to.
  private final Map<String, String> fallbacks = new HashMap<>();

  DynamicNode(SteeringPlan plan) {
    this.plan = plan;
    for (SteeringRule rule : plan.rules()) {
      for (int i = 1; i < rule.pools().size(); i++) {
        fallBack(rule.pools().get(i - 1), rule.pools().get(i));
      }
    }
  }

  /** Unless it would go round, or octoDNS knows no fallback of that name. */
  private void fallBack(String from, String to) {
    if (!to.equals(DynamicYaml.NO_FALLBACK) && !chain(to).contains(from)) {
      fallbacks.putIfAbsent(from, to);
    }
  }

  private List<String> chain(String pool) {
    List<String> chain = new ArrayList<>();
    for (String at = pool; at != null; at = fallbacks.get(at)) {
      chain.add(at);
    }
    return chain;
  }

  /** The value of {@code dynamic}. */
  YamlNode.Mapping dynamic() {
    YamlNode.Mapping pools = new YamlNode.Mapping();
    plan.pools().forEach((name, pool) -> pools.with(name, pool(pool)));
    return new YamlNode.Mapping()
        .with("pools", pools)
        .with("rules", new YamlNode.Sequence(plan.rules().stream().map(this::rule).toList()));
  }

  private YamlNode pool(Pool pool) {
    List<YamlNode> values = new ArrayList<>();
    boolean weighted = pool.hosts().stream().anyMatch(host -> host.weight() > 1);
    for (Pool.Host host : pool.hosts()) {
      // A value may stand there more than once, and then have more weight than octoDNS takes.
      for (int rest = host.weight(); rest > 0; rest -= PoolKeys.HEAVIEST) {
        YamlNode.Mapping value = new YamlNode.Mapping().with("value", host.name());
        if (weighted) {
          value.with("weight", Math.min(rest, PoolKeys.HEAVIEST));
        }
        if (host.status() != HostStatus.OBEY) {
          value.with("status", host.status().name().toLowerCase(Locale.ROOT));
        }
        values.add(value);
      }
    }
    YamlNode.Mapping node = new YamlNode.Mapping().with("values", new YamlNode.Sequence(values));
    String fallback = fallbacks.get(pool.name());
    return fallback == null ? node : node.with("fallback", fallback);
  }

  private YamlNode rule(SteeringRule rule) {
    YamlNode.Mapping node = new YamlNode.Mapping().with("pool", rule.pools().getFirst());
    if (!rule.clients().geos().isEmpty()) {
      node.with("geos", texts(rule.clients().geos().stream().map(DynamicYaml::octodns).toList()));
    }
    if (!rule.clients().subnets().isEmpty()) {
      node.with(
          "subnets", texts(rule.clients().subnets().stream().map(AddressFormat::of).toList()));
    }
    return node;
  }

  private static YamlNode texts(Iterable<String> texts) {
    List<YamlNode> nodes = new ArrayList<>();
    texts.forEach(text -> nodes.add(new YamlNode.Text(text)));
    return new YamlNode.Sequence(nodes);
  }

  /**
   * The value of {@code octodns}: what is probed, and what only popdns reads.
   *
   * @param owner the record's name
   * @return empty if all is as it is without it
   */
  YamlNode.Mapping section(DomainName owner) {
    YamlNode.Mapping check = new YamlNode.Mapping();
    DynamicYaml.healthcheck(plan.check(), owner)
        .forEach((key, value) -> check.with(key, checked(key, value)));
    YamlNode.Mapping ours = ours();
    YamlNode.Mapping section = new YamlNode.Mapping();
    if (!check.entries().isEmpty()) {
      section.with("healthcheck", check);
    }
    return ours.entries().isEmpty() ? section : section.with("popdns", ours);
  }

  private static YamlNode checked(String key, Optional<String> value) {
    return value
        .<YamlNode>map(
            text -> key.equals("port") ? new YamlNode.Digits(text) : new YamlNode.Text(text))
        .orElse(new YamlNode.Null());
  }

  private YamlNode.Mapping ours() {
    YamlNode.Mapping pools = new YamlNode.Mapping();
    for (Pool pool : plan.pools().values()) {
      YamlNode.Mapping settings = settings(pool);
      if (!settings.entries().isEmpty()) {
        pools.with(pool.name(), settings);
      }
    }
    List<YamlNode> rules = new ArrayList<>();
    for (int i = 0; i < plan.rules().size(); i++) {
      YamlNode.Mapping node = ours(plan.rules().get(i));
      if (!node.entries().isEmpty()) {
        rules.add(node.with("rule", i + 1));
      }
    }
    YamlNode.Mapping ours = new YamlNode.Mapping();
    if (!pools.entries().isEmpty()) {
      ours.with("pools", pools);
    }
    if (!rules.isEmpty()) {
      ours.with("rules", new YamlNode.Sequence(rules));
    }
    if (plan.ttl().basis() == AnswerTtl.Basis.AUTO) {
      ours.with("ttl", "auto");
    }
    plan.ttl().degradedSeconds().ifPresent(seconds -> ours.with("ttl-degraded", digits(seconds)));
    return ours;
  }

  private static YamlNode.Digits digits(long number) {
    return new YamlNode.Digits(Long.toString(number));
  }

  private static YamlNode.Mapping settings(Pool pool) {
    YamlNode.Mapping settings = new YamlNode.Mapping();
    if (!pool.minimumHealthy().equals(new MinimumHealthy.Hosts(1))) {
      settings.with("minimum-healthy", pool.minimumHealthy().toString());
    }
    if (!pool.choice().equals(PoolSettings.DEFAULT.choice(pool.hosts()))) {
      int answers = pool.choice().answers();
      settings
          .with("choice", pool.choice().method().name().toLowerCase(Locale.ROOT))
          .with(
              "answers",
              answers == PoolChoice.ALL
                  ? new YamlNode.Text("all")
                  : new YamlNode.Digits(Integer.toString(answers)));
    }
    pool.capacity().ifPresent(capacity -> settings.with("capacity", capacity(pool, capacity)));
    pool.location()
        .ifPresent(
            location ->
                settings.with(
                    "location",
                    new YamlNode.Mapping()
                        .with("latitude", degrees(location.latitude()))
                        .with("longitude", degrees(location.longitude()))));
    return settings;
  }

  private static YamlNode capacity(Pool pool, Capacity capacity) {
    if (capacity.equals(Capacity.ofPool(capacity.total(), pool.hosts()))) {
      return digits(capacity.total());
    }
    YamlNode.Mapping byHost = new YamlNode.Mapping();
    for (int i = 0; i < pool.hosts().size(); i++) {
      byHost.with(pool.hosts().get(i).name(), digits(capacity.portions().get(i)));
    }
    return byHost;
  }

  private static YamlNode degrees(double degrees) {
    return new YamlNode.Digits(Location.degrees(degrees));
  }

  private YamlNode.Mapping ours(SteeringRule rule) {
    YamlNode.Mapping node = new YamlNode.Mapping();
    if (!rule.sites().isEmpty()) {
      node.with("sites", texts(new TreeSet<>(rule.sites())));
    }
    if (!rule.clients().asns().isEmpty()) {
      node.with(
          "asns",
          new YamlNode.Sequence(
              rule.clients().asns().stream()
                  .<YamlNode>map(asn -> new YamlNode.Digits(Long.toString(asn)))
                  .toList()));
    }
    List<String> others = rule.pools().subList(1, rule.pools().size());
    if (!chain(rule.pools().getFirst()).equals(rule.pools())) {
      node.with("fallback", texts(others));
    }
    rule.load().ifPresent(load -> node.with("load", digits(load)));
    if (rule.order() == PoolOrder.NEAREST) {
      node.with("nearest", new YamlNode.Truth());
    }
    return node;
  }

  /**
   * True if it takes {@code lenient} to have the record read: octoDNS has rules of its own, and
   * some of them popdns has as well.
   */
  boolean isRefused(DomainName owner, RecordType type) {
    Set<String> named = new HashSet<>(fallbacks.values());
    Set<String> reused = new HashSet<>();
    boolean refused = false;
    for (int i = 0; i < plan.rules().size(); i++) {
      SteeringRule rule = plan.rules().get(i);
      boolean isForAll = rule.clients().geos().isEmpty() && rule.clients().subnets().isEmpty();
      boolean isLast = i == plan.rules().size() - 1;
      named.add(rule.pools().getFirst());
      refused |= isForAll != isLast;
      refused |= !reused.add(rule.pools().getFirst()) && !isForAll;
    }
    return refused || !named.containsAll(plan.pools().keySet()) || !isReadStrictly(owner, type);
  }

  private boolean isReadStrictly(DomainName owner, RecordType type) {
    YamlNode.Mapping record =
        new YamlNode.Mapping().with("dynamic", dynamic()).with("octodns", section(owner));
    FileProblems problems =
        new ProblemLog().of(new SourceText(Path.of("export"), YamlWriter.entry("record", record)));
    return TreeReader.read(problems)
        .flatMap(root -> find(root, "record"))
        .flatMap(entry -> read(entry.value(), owner, type, problems))
        .filter(read -> !problems.hasErrors())
        .isPresent();
  }

  private static Optional<SteeringPlan> read(
      Node record, DomainName owner, RecordType type, FileProblems problems) {
    Optional<Node> octodns = find(record, "octodns").map(Entry::value);
    Optional<Node> ours = octodns.flatMap(node -> find(node, "popdns")).map(Entry::value);
    DynamicYaml reader =
        new DynamicYaml(
            problems, new YamlRdata(DomainName.ROOT, problems), new KnownSites.Unknown());
    return find(record, "dynamic")
        .flatMap(
            entry ->
                reader.read(
                    owner,
                    type,
                    new DynamicYaml.Keys(
                        entry,
                        octodns.flatMap(node -> find(node, "healthcheck")),
                        ours.flatMap(node -> find(node, "pools")),
                        ours.flatMap(node -> find(node, "rules")),
                        ours.flatMap(node -> find(node, "ttl")),
                        ours.flatMap(node -> find(node, "ttl-degraded")),
                        Leniency.STRICT)));
  }

  private static Optional<Entry> find(Node node, String key) {
    return node instanceof MappingNode mapping
        ? mapping.entries().stream().filter(entry -> entry.key().text().equals(key)).findFirst()
        : Optional.empty();
  }
}
