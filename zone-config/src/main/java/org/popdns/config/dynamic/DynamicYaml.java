package org.popdns.config.dynamic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.Check;
import org.popdns.config.model.DynamicPlans;
import org.popdns.config.model.DynamicPlans.DynamicPool;
import org.popdns.config.model.DynamicPlans.DynamicRule;
import org.popdns.config.model.Geo;
import org.popdns.config.model.LoadDoubts;
import org.popdns.config.model.Pool;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.PoolSettings;
import org.popdns.config.model.SteeringPlan;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.record.YamlRdata;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.Scalars;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/**
 * Reads what octoDNS's {@code dynamic} key says, with popdns's own keys beside it, and compiles it
 * to a plan. Used by the one thread that loads.
 */
public final class DynamicYaml {

  /** What octoDNS takes for no fallback at all, whatever pools there are. */
  public static final String NO_FALLBACK = "default";

  private static final int MOST_RULES = 250;

  private final FileProblems problems;
  private final Scalars scalars;
  private final YamlRdata rdata;
  private final OurKeys ours;

  /**
   * Prepares for the records of a zone.
   *
   * @param rdata reads values
   * @param sites that rules may name
   */
  public DynamicYaml(FileProblems problems, YamlRdata rdata, KnownSites sites) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
    this.rdata = rdata;
    this.ours = new OurKeys(problems, sites);
  }

  /**
   * The keys of a record that make its plan.
   *
   * @param dynamic {@code dynamic}
   * @param healthcheck {@code octodns: {healthcheck: …}}
   * @param pools {@code octodns: {popdns: {pools: …}}}
   * @param rules {@code octodns: {popdns: {rules: …}}}
   * @param ttl {@code octodns: {popdns: {ttl: …}}}
   * @param degradedTtl {@code octodns: {popdns: {ttl-degraded: …}}}
   * @param leniency what {@code octodns: {lenient: …}} says
   */
  public record Keys(
      Entry dynamic,
      Optional<Entry> healthcheck,
      Optional<Entry> pools,
      Optional<Entry> rules,
      Optional<Entry> ttl,
      Optional<Entry> degradedTtl,
      Leniency leniency) {}

  /** The plan; empty if it is refused, and then the problems say why. */
  public Optional<SteeringPlan> read(DomainName owner, RecordType type, Keys keys) {
    Optional<Check> check = new HealthcheckYaml(problems).read(keys.healthcheck(), owner);
    Optional<Fields> fields =
        Fields.of(keys.dynamic().value(), "dynamic", keys.dynamic().key().span(), problems);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Optional<MappingNode> poolNodes = pools(fields.get());
    Optional<SequenceNode> ruleNodes = rules(fields.get());
    fields.get().refuseUnknown();
    Judgement judgement = new Judgement(problems, keys.leniency());
    Set<String> names = new LinkedHashSet<>();
    Map<String, PoolYaml.Found> pools = new LinkedHashMap<>();
    if (poolNodes.isPresent()) {
      // Where the check is refused, the pools are looked at all the same.
      Check probe = check.orElseGet(() -> HealthcheckYaml.usual(owner));
      PoolYaml reader = new PoolYaml(rdata, owner, type, probe, judgement);
      for (Entry entry : poolNodes.get().entries()) {
        names.add(entry.key().text());
        reader.read(entry).ifPresent(pool -> pools.put(entry.key().text(), pool));
      }
    }
    List<Node> items = ruleNodes.map(SequenceNode::items).orElse(List.of());
    Map<String, PoolSettings> settings = ours.pools(keys.pools(), names, pools);
    Map<Integer, OurKeys.OfRule> ofRules = ours.rules(keys.rules(), items.size());
    List<RuleYaml.Found> rules = new ArrayList<>();
    RuleYaml ruleReader = new RuleYaml(problems);
    for (int i = 0; i < items.size(); i++) {
      ruleReader
          .read(items.get(i), i + 1, ofRules.getOrDefault(i + 1, OurKeys.OfRule.NOTHING))
          .ifPresent(rules::add);
    }
    AnswerTtl ttl =
        new TtlKeys(problems)
            .read(keys.ttl().map(Entry::value), keys.degradedTtl().map(Entry::value));
    if (poolNodes.isEmpty() || ruleNodes.isEmpty() || check.isEmpty()) {
      return Optional.empty();
    }
    boolean known = allKnown(names, pools, rules);
    if (!known || pools.size() < names.size() || rules.size() < items.size()) {
      return Optional.empty();
    }
    new RuleChecks(judgement, pools, rules).check();
    SteeringPlan plan = plan(owner, type, check.get(), pools, settings, rules, ttl);
    LoadDoubts.of(plan, "pool")
        .forEach(doubt -> problems.warning(keys.dynamic().key().span(), doubt));
    return Optional.of(plan);
  }

  /** As octoDNS writes a place. */
  public static String octodns(Geo geo) {
    return GeoCode.octodns(geo);
  }

  /** The keys of octoDNS's {@code healthcheck} that differ from its defaults. */
  public static Map<String, Optional<String>> healthcheck(Check check, DomainName owner) {
    return HealthcheckYaml.keys(check, owner);
  }

  private Optional<MappingNode> pools(Fields dynamic) {
    Optional<Node> node = dynamic.required("pools");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof MappingNode mapping && !mapping.entries().isEmpty()) {
      return Optional.of(mapping);
    }
    return scalars.mismatch(node.get(), "pools", "a mapping of names to pools, of at least one");
  }

  private Optional<SequenceNode> rules(Fields dynamic) {
    Optional<Node> node = dynamic.required("rules");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof SequenceNode list && !list.items().isEmpty()) {
      if (list.items().size() <= MOST_RULES) {
        return Optional.of(list);
      }
      problems.error(node.get().span(), "more than " + MOST_RULES + " rules");
      return Optional.empty();
    }
    return scalars.mismatch(node.get(), "rules", "a list of rules, of at least one");
  }

  /** True if all pools exist that something names, which are refused or not. */
  private boolean allKnown(
      Set<String> names, Map<String, PoolYaml.Found> pools, List<RuleYaml.Found> rules) {
    List<PoolYaml.Name> named = new ArrayList<>();
    pools.values().forEach(pool -> pool.fallback().ifPresent(named::add));
    rules.forEach(
        rule -> {
          named.add(rule.pool());
          rule.ours().fallback().ifPresent(named::addAll);
        });
    boolean known = true;
    for (PoolYaml.Name name : named) {
      if (!names.contains(name.text())) {
        ours.unknownPool(name, names);
        known = false;
      }
    }
    return known;
  }

  private SteeringPlan plan(
      DomainName owner,
      RecordType type,
      Check check,
      Map<String, PoolYaml.Found> pools,
      Map<String, PoolSettings> settings,
      List<RuleYaml.Found> rules,
      AnswerTtl ttl) {
    Map<String, DynamicPool> made = new LinkedHashMap<>();
    pools.forEach(
        (name, pool) -> {
          PoolSettings own = settings.getOrDefault(name, PoolSettings.DEFAULT);
          warnOfWeights(name, pool, own);
          made.put(name, new DynamicPool(pool.hosts(), fallback(pool), own));
        });
    SteeringPlan plan =
        DynamicPlans.of(
            DynamicPlans.name(owner, type.mnemonic()),
            check,
            made,
            rules.stream().map(this::rule).toList(),
            ttl);
    for (int i = 0; i < rules.size(); i++) {
      List<Pool> tried = plan.poolsOf(plan.rules().get(i));
      RuleYaml.Found rule = rules.get(i);
      rule.ours()
          .nearest()
          .ifPresent(where -> new DistanceChecks(problems).rule(rule.number(), where, tried));
    }
    return plan;
  }

  private void warnOfWeights(String name, PoolYaml.Found pool, PoolSettings settings) {
    if (PoolSettings.differInWeight(pool.hosts())
        && settings.method().filter(method -> method != PoolChoice.Method.WEIGHTED).isPresent()) {
      problems.warning(
          pool.where(),
          "the weights in the pool " + Quoted.of(name) + " count with 'choice: weighted' alone");
    }
  }

  private Optional<String> fallback(PoolYaml.Found pool) {
    if (pool.fallback().filter(name -> name.text().equals(NO_FALLBACK)).isPresent()) {
      problems.warning(
          pool.fallback().get().where(),
          "octoDNS takes a fallback named default for none: the pool needs another name");
      return Optional.empty();
    }
    return pool.fallback().map(PoolYaml.Name::text);
  }

  private DynamicRule rule(RuleYaml.Found rule) {
    String pool = rule.pool().text();
    Optional<List<String>> fallback =
        rule.ours()
            .fallback()
            .map(
                names -> {
                  Set<String> others = new LinkedHashSet<>();
                  for (PoolYaml.Name name : names) {
                    if (name.text().equals(pool) || !others.add(name.text())) {
                      problems.error(
                          name.where(),
                          "the pool " + Quoted.of(name.text()) + " is tried before already");
                    }
                  }
                  others.remove(pool);
                  return List.copyOf(others);
                });
    return new DynamicRule(
        rule.ours().sites(),
        rule.clients(),
        pool,
        fallback,
        rule.ours().load(),
        rule.ours().nearest().isPresent() ? PoolOrder.NEAREST : PoolOrder.DECLARED);
  }
}
