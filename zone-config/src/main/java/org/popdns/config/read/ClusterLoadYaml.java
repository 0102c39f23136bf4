package org.popdns.config.read;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.popdns.config.model.Capacity;
import org.popdns.config.model.ClusterLoad;
import org.popdns.config.model.DeclaredCapacity;
import org.popdns.config.model.Member;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Scalars;

/**
 * Reads what a cluster says of load: {@code capacity} and {@code load}, by site, beside the
 * capacities of single members. Used by the one thread that loads.
 */
final class ClusterLoadYaml {

  private final FileProblems problems;
  private final Scalars scalars;
  private final Optional<Set<String>> siteNames;

  ClusterLoadYaml(FileProblems problems, Optional<Set<String>> siteNames) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
    this.siteNames = siteNames;
  }

  /**
   * What is declared, as far as it is right; what is wrong is reported.
   *
   * @param cluster the cluster's keys
   * @param members by site
   */
  ClusterLoad read(Fields cluster, Map<String, List<Member>> members) {
    Map<String, DeclaredCapacity> capacities = new HashMap<>();
    Map<String, Entry> entries = new LinkedHashMap<>();
    bySite(cluster.optional("capacity"), "capacity", 1, entries)
        .forEach((site, total) -> capacities.put(site, new DeclaredCapacity.OfPool(total)));
    members.forEach((site, hosts) -> ofMembers(site, hosts, entries, cluster, capacities));
    entries.forEach(
        (site, entry) -> {
          if (!members.isEmpty() && !members.containsKey(site)) {
            problems.error(
                entry.key().span(),
                cluster.what() + " has no members at " + Quoted.of(site),
                Spelling.nearest(site, members.keySet()));
          }
        });
    Map<String, Long> loads = bySite(cluster.optional("load"), "load", 0, new LinkedHashMap<>());
    capacities.keySet().retainAll(members.keySet());
    return new ClusterLoad(capacities, loads);
  }

  private void ofMembers(
      String site,
      List<Member> hosts,
      Map<String, Entry> ofSites,
      Fields cluster,
      Map<String, DeclaredCapacity> capacities) {
    List<Member> silent = hosts.stream().filter(host -> host.capacity().isEmpty()).toList();
    if (silent.size() == hosts.size()) {
      return;
    }
    Entry ofSite = ofSites.get(site);
    if (ofSite != null) {
      problems.error(
          ofSite.key().span(),
          "members at "
              + Quoted.of(site)
              + " have a capacity of their own: it is one or the other");
    } else if (!silent.isEmpty()) {
      problems.error(
          cluster.where(),
          "member "
              + Quoted.of(silent.getFirst().name())
              + " at "
              + Quoted.of(site)
              + " has no capacity, but others there have");
    } else {
      Map<String, Long> byHost = new HashMap<>();
      hosts.forEach(host -> host.capacity().ifPresent(own -> byHost.put(host.name(), own)));
      capacities.put(site, new DeclaredCapacity.OfHosts(byHost));
    }
  }

  private Map<String, Long> bySite(
      Optional<Node> node, String key, long least, Map<String, Entry> entries) {
    Map<String, Long> found = new LinkedHashMap<>();
    if (node.isEmpty()) {
      return found;
    }
    if (!(node.get() instanceof MappingNode mapping)) {
      scalars.mismatch(node.get(), key, "a mapping of sites to numbers");
      return found;
    }
    for (Entry entry : mapping.entries()) {
      String site = entry.key().text();
      entries.put(site, entry);
      if (siteNames.filter(names -> !names.contains(site)).isPresent()) {
        problems.error(
            entry.key().span(),
            "unknown site " + Quoted.of(site) + " in " + key,
            Spelling.nearest(site, new TreeSet<>(siteNames.orElseThrow())));
        entries.remove(site);
      }
      scalars
          .integer(entry.value(), key, least, Capacity.MOST)
          .ifPresent(number -> found.put(site, number));
    }
    return found;
  }
}
