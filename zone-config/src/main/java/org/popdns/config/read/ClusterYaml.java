package org.popdns.config.read;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.dynamic.PoolKeys;
import org.popdns.config.dynamic.TtlKeys;
import org.popdns.config.model.AnswerTtl;
import org.popdns.config.model.Capacity;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.ClusterLoad;
import org.popdns.config.model.Member;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.PoolSettings;
import org.popdns.config.model.WhenBelow;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
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
        fields.required("members").map(node -> members(node, fields)).orElse(Map.of());
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

  private Map<String, List<Member>> members(Node node, Fields cluster) {
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
      bySite.put(site, hosts(entry));
    }
    if (mapping.entries().isEmpty()) {
      problems.error(cluster.where(), cluster.what() + " has no members");
    }
    return bySite;
  }

  private List<Member> hosts(Entry site) {
    Map<String, Span> names = new HashMap<>();
    Map<InetAddress, Span> addresses = new HashMap<>();
    List<Member> hosts = new ArrayList<>();
    List<Node> nodes = Scalars.oneOrMore(site.value());
    for (Node node : nodes) {
      host(node, addresses)
          .ifPresent(
              host -> {
                Span first = names.putIfAbsent(host.name(), node.span());
                if (first != null) {
                  problems.error(
                      node.span(),
                      "host "
                          + Quoted.of(host.name())
                          + " stands in line "
                          + first.line()
                          + " already");
                }
                hosts.add(host);
              });
    }
    if (nodes.isEmpty()) {
      problems.error(
          site.key().span(),
          "site " + Quoted.of(site.key().text()) + " has an empty list of members");
    }
    return hosts;
  }

  private Optional<Member> host(Node node, Map<InetAddress, Span> seen) {
    if (node instanceof ScalarNode scalar) {
      return address(node, seen).map(address -> new Member(scalar.text(), List.of(address)));
    }
    return Fields.of(node, "member", node.span(), problems)
        .flatMap(
            fields -> {
              Optional<String> name = fields.optional("name").flatMap(n -> scalars.name(n, "name"));
              List<InetAddress> addresses = new ArrayList<>();
              Optional<Node> given = fields.required("addresses");
              List<Node> nodes = given.map(Scalars::oneOrMore).orElse(List.of());
              nodes.forEach(n -> address(n, seen).ifPresent(addresses::add));
              if (given.isPresent() && nodes.isEmpty()) {
                problems.error(given.get().span(), "a member needs at least one address");
              }
              int weight =
                  fields
                      .optional("weight")
                      .flatMap(n -> scalars.integer(n, "weight", 1, PoolKeys.HEAVIEST))
                      .map(Long::intValue)
                      .orElse(1);
              Optional<Long> capacity =
                  fields
                      .optional("capacity")
                      .flatMap(n -> scalars.integer(n, "capacity", 1, Capacity.MOST));
              fields.refuseUnknown();
              return addresses.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new Member(name.orElseGet(() -> text(nodes)), weight, capacity, addresses));
            });
  }

  private static String text(List<Node> addresses) {
    return addresses.getFirst() instanceof ScalarNode scalar ? scalar.text() : "";
  }

  private Optional<InetAddress> address(Node node, Map<InetAddress, Span> seen) {
    Optional<InetAddress> address = scalars.address(node, "member address");
    return address.filter(
        found -> {
          Span first = seen.putIfAbsent(found, node.span());
          if (first != null) {
            problems.error(
                node.span(),
                "address "
                    + found.getHostAddress()
                    + " stands in line "
                    + first.line()
                    + " of this site already");
          }
          return first == null;
        });
  }
}
