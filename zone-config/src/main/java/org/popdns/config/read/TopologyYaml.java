package org.popdns.config.read;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.dynamic.LocationYaml;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Location;
import org.popdns.config.model.Site;
import org.popdns.config.model.Suspicion;
import org.popdns.config.model.Topology;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.Form;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;
import org.popdns.config.tree.TreeReader;

/** Reads {@code clusters.yaml}. Used once, by the one thread that loads. */
final class TopologyYaml {

  private final FileProblems problems;
  private final Scalars scalars;

  private TopologyYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /**
   * What the file says.
   *
   * @param siteNames every site it names, also those that were refused; empty if it has no sites
   * @param clusterNames every cluster it names, also those that were refused
   * @param topology what is right in it
   */
  record Contents(Optional<Set<String>> siteNames, Set<String> clusterNames, Topology topology) {}

  /** Reads the file; empty if it is no mapping at all. */
  static Optional<Contents> read(FileProblems problems) {
    return TreeReader.read(problems)
        .flatMap(root -> Fields.of(root, "the clusters file", Span.START, problems))
        .map(fields -> new TopologyYaml(problems).contents(fields));
  }

  private Contents contents(Fields fields) {
    Optional<Node> sitesNode = fields.required("sites");
    Map<String, Entry> siteEntries = named(sitesNode, "sites", "site");
    Map<String, Entry> checkEntries = named(fields.optional("checks"), "checks", "check");
    Map<String, Entry> clusterEntries = named(fields.optional("clusters"), "clusters", "cluster");
    Optional<Entry> suspicionEntry = fields.entry("suspicion");
    fields.refuseUnknown();

    // Without a list of sites nothing can be said of each mention of a site.
    Optional<Set<String>> siteNames = sitesNode.map(node -> siteEntries.keySet());
    Map<String, Site> sites = new LinkedHashMap<>();
    NodesYaml nodes = new NodesYaml(problems);
    siteEntries.forEach(
        (name, entry) -> sites.put(name, site(name, entry, siteEntries.keySet(), nodes)));
    CheckYaml checkYaml = new CheckYaml(problems);
    Map<String, Check> checks = new LinkedHashMap<>();
    checkEntries.forEach(
        (name, entry) -> checkYaml.read(name, entry).ifPresent(check -> checks.put(name, check)));
    ClusterYaml clusterYaml = new ClusterYaml(problems, siteNames, checkEntries.keySet(), checks);
    Map<String, Cluster> clusters = new LinkedHashMap<>();
    clusterEntries.forEach(
        (name, entry) ->
            clusterYaml.read(name, entry).ifPresent(cluster -> clusters.put(name, cluster)));
    Suspicion suspicion =
        suspicionEntry
            .map(entry -> new SuspicionYaml(problems, siteNames).read(entry))
            .orElse(Suspicion.USUAL);
    Topology topology = new Topology(sites, checks, clusters, suspicion);
    // Where something was refused, what seems to be missing may be there.
    if (!problems.hasErrors()) {
      TopologyChecks doubtful = new TopologyChecks(topology, problems);
      doubtful.checksAreUsed(checkEntries, clusterYaml.usedChecks());
      doubtful.membersSuffice(clusterEntries);
      doubtful.loadIsDeclared(clusterEntries);
      doubtful.sitesAreLocated(clusterEntries);
    }
    return new Contents(siteNames, clusterEntries.keySet(), topology);
  }

  private Map<String, Entry> named(Optional<Node> node, String key, String thing) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    if (node.isEmpty()) {
      return entries;
    }
    if (!(node.get() instanceof MappingNode mapping)) {
      scalars.mismatch(node.get(), key, "a mapping of names");
      return entries;
    }
    for (Entry entry : mapping.entries()) {
      scalars.name(entry.key(), "the name of a " + thing);
      entries.put(entry.key().text(), entry);
    }
    return entries;
  }

  private Site site(String name, Entry entry, Set<String> siteNames, NodesYaml nodes) {
    // `japan:` alone is a site like any other.
    if (entry.value() instanceof ScalarNode scalar && scalar.form() == Form.NULL) {
      return new Site(name, List.of(), Map.of());
    }
    Optional<Fields> fields =
        Fields.of(entry.value(), "site " + Quoted.of(name), entry.key().span(), problems);
    if (fields.isEmpty()) {
      return new Site(name, List.of(), Map.of());
    }
    List<String> fallback =
        fields
            .get()
            .optional("fallback")
            .map(node -> fallback(name, node, siteNames))
            .orElse(List.of());
    Map<String, InetSocketAddress> statusAddresses =
        fields.get().entry("nodes").map(nodes::read).orElse(Map.of());
    Optional<Location> location = new LocationYaml(problems).read(fields.get());
    fields.get().refuseUnknown();
    return new Site(name, fallback, statusAddresses, location);
  }

  private List<String> fallback(String site, Node node, Set<String> siteNames) {
    Set<String> others = new LinkedHashSet<>(siteNames);
    others.remove(site);
    List<String> fallback = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Node item : Scalars.oneOrMore(node)) {
      Optional<String> name = scalars.name(item, "fallback");
      if (name.isEmpty()) {
        continue;
      }
      String other = name.get();
      if (other.equals(site)) {
        problems.error(item.span(), "a site cannot fall back to itself");
      } else if (!siteNames.contains(other)) {
        problems.error(
            item.span(), "unknown site " + Quoted.of(other), Spelling.nearest(other, others));
      } else if (!seen.add(other)) {
        problems.error(item.span(), "site " + Quoted.of(other) + " stands here twice");
      } else {
        fallback.add(other);
      }
    }
    return fallback;
  }
}
