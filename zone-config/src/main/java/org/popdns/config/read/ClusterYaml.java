package org.popdns.config.read;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.dynamic.PoolKeys;
import org.popdns.config.dynamic.TtlKeys;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.ClusterLoad;
import org.popdns.config.model.Member;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.PoolSettings;
import org.popdns.config.model.WhenBelow;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Scalars;

/**
 * Reads one entry of {@code clusters} in {@code clusters.yaml}. Used by the one thread that loads.
 */
final class ClusterYaml {

  private final FileProblems problems;
  private final Scalars scalars;
  private final Optional<Set<String>> siteNames;
  private final Set<String> checkNames;
  private final Map<String, Check> checks;
  private final Set<String> usedChecks = new HashSet<>();

  /**
   * Reads clusters against the sites and checks of the same file.
   *
   * @param siteNames the sites that the file names; empty if it has no list of them
   * @param checkNames the checks that the file names, also those that were refused
   * @param checks the checks that are right
   */
  ClusterYaml(
      FileProblems problems,
      Optional<Set<String>> siteNames,
      Set<String> checkNames,
      Map<String, Check> checks) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
    this.siteNames = siteNames;
    this.checkNames = checkNames;
    this.checks = checks;
  }

  /** The cluster; empty if it is refused, and then the problems say why. */
  Optional<Cluster> read(String name, Entry entry) {
    Optional<Fields> found =
        Fields.of(entry.value(), "cluster '" + name + "'", entry.key().span(), problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    Optional<Check> check = fields.required("check").flatMap(this::check);
    PoolSettings settings = new PoolKeys(problems).read(fields);
    WhenBelow whenBelow =
        fields
            .optional("when-below")
            .flatMap(node -> scalars.oneOf(node, "when-below", List.of("fallback", "withdraw")))
            .map(word -> word.equals("withdraw") ? WhenBelow.WITHDRAW : WhenBelow.FALLBACK)
            .orElse(WhenBelow.FALLBACK);
    PoolOrder order =
        fields.optional("nearest").flatMap(node -> scalars.flag(node, "nearest")).orElse(false)
            ? PoolOrder.NEAREST
            : PoolOrder.DECLARED;
    Map<String, List<Member>> members =
        fields.required("members").map(node -> members(node, fields, check)).orElse(Map.of());
    AnswerTtl ttl =
        new TtlKeys(problems).read(fields.optional("ttl"), fields.optional("ttl-degraded"));
    ClusterLoad load = new ClusterLoadYaml(problems, siteNames).read(fields, members);
    fields.refuseUnknown();
    return check
        .filter(c -> !members.isEmpty())
        .map(c -> new Cluster(name, c, settings, whenBelow, order, ttl, load, members));
  }

  /** The checks that the clusters read so far name. */
  Set<String> usedChecks() {
    return Set.copyOf(usedChecks);
  }

  private Optional<Check> check(Node node) {
    return scalars
        .name(node, "check")
        .flatMap(
            name -> {
              usedChecks.add(name);
              if (!checkNames.contains(name)) {
                problems.error(
                    node.span(),
                    "unknown check " + Quoted.of(name),
                    Spelling.nearest(name, checkNames));
              }
              return Optional.ofNullable(checks.get(name));
            });
  }

  private Map<String, List<Member>> members(Node node, Fields cluster, Optional<Check> check) {
    MemberYaml reader = new MemberYaml(problems, this::check, check);
    Map<String, List<Member>> bySite = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      scalars.mismatch(node, "members", "a mapping of sites to lists of hosts");
      return bySite;
    }
    for (Entry entry : mapping.entries()) {
      String site = entry.key().text();
      siteNames
          .filter(names -> !names.contains(site))
          .ifPresent(
              names ->
                  problems.error(
                      entry.key().span(),
                      "unknown site " + Quoted.of(site) + " in " + cluster.what(),
                      Spelling.nearest(site, names)));
      bySite.put(site, reader.membersAt(entry));
    }
    if (mapping.entries().isEmpty()) {
      problems.error(cluster.where(), cluster.what() + " has no members");
    }
    return bySite;
  }
}
