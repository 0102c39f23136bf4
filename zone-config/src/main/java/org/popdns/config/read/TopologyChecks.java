package org.popdns.config.read;

import java.net.Inet4Address;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.ClusterPlans;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.LoadDoubts;
import org.popdns.config.model.NearestPools;
import org.popdns.config.model.PoolChoice;
import org.popdns.config.model.PoolOrder;
import org.popdns.config.model.Site;
import org.popdns.config.model.Topology;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Node.Entry;

/** What is allowed in {@code clusters.yaml}, but doubtful. Used by the one thread that loads. */
final class TopologyChecks {

  private final Topology topology;
  private final FileProblems problems;

  TopologyChecks(Topology topology, FileProblems problems) {
    this.topology = topology;
    this.problems = problems;
  }

  /** Reports checks that no cluster uses. */
  void checksAreUsed(Map<String, Entry> checks, Set<String> used) {
    checks.forEach(
        (name, entry) -> {
          if (name.equals(MemberYaml.NO_CHECK)) {
            problems.warning(
                entry.key().span(),
                "members can't have the check 'none': of them it says that they are not probed");
          } else if (!used.contains(name)) {
            problems.warning(entry.key().span(), "no cluster uses the check " + Quoted.of(name));
          }
        });
  }

  /** Reports sites that cannot answer for a cluster themselves. */
  void membersSuffice(Map<String, Entry> clusters) {
    clusters.forEach(
        (name, entry) ->
            Optional.ofNullable(topology.clusters().get(name))
                .ifPresent(cluster -> membersSuffice(cluster, entry.key().span())));
  }

  /** Reports sites that clusters can't go to by distance. */
  void sitesAreLocated(Map<String, Entry> clusters) {
    clusters.forEach(
        (name, entry) ->
            Optional.ofNullable(topology.clusters().get(name))
                .filter(cluster -> cluster.order() == PoolOrder.NEAREST)
                .ifPresent(cluster -> sitesAreLocated(cluster, entry.key().span())));
  }

  private void sitesAreLocated(Cluster cluster, Span where) {
    List<Site> sites =
        topology.sites().values().stream()
            .filter(site -> !cluster.membersAt(site.name()).isEmpty())
            .toList();
    List<String> without =
        sites.stream().filter(site -> site.location().isEmpty()).map(Site::name).toList();
    String what = "cluster " + Quoted.of(cluster.name()) + " goes by distance";
    int located = sites.size() - without.size();
    if (located < 2) {
      problems.error(
          where,
          what
              + ", but of its sites "
              + (located == 0 ? "none has" : "only one has")
              + " a location");
    } else if (located > NearestPools.MOST_LOCATED) {
      problems.error(where, what + " among more than " + NearestPools.MOST_LOCATED + " sites");
    } else if (!without.isEmpty()) {
      problems.warning(
          where,
          what
              + ", and "
              + without.stream().map(Quoted::of).collect(Collectors.joining(", "))
              + (without.size() == 1 ? " has" : " have")
              + " no location: tried behind those that have one");
    }
  }

  private void membersSuffice(Cluster cluster, Span where) {
    List<String> without =
        topology.sites().keySet().stream()
            .filter(site -> cluster.membersAt(site).isEmpty())
            .toList();
    if (!without.isEmpty()) {
      problems.warning(
          where,
          "cluster "
              + Quoted.of(cluster.name())
              + " has no members at "
              + without.stream().map(Quoted::of).collect(Collectors.joining(", ")));
    }
    cluster
        .members()
        .forEach(
            (site, hosts) -> {
              int needed = cluster.settings().minimum().hostsNeeded(hosts.size());
              long disabled =
                  hosts.stream().filter(host -> host.status() == HostStatus.DOWN).count();
              if (!hosts.isEmpty() && needed > hosts.size() - disabled) {
                problems.warning(
                    where,
                    "site "
                        + Quoted.of(site)
                        + " never answers itself: minimum-healthy is "
                        + needed
                        + ", but it has "
                        + hosts.size()
                        + (hosts.size() == 1 ? " host" : " hosts")
                        + (disabled == 0 ? "" : ", " + disabled + " of these disabled"));
              }
            });
    cluster
        .settings()
        .answers()
        .filter(answers -> answers != PoolChoice.ALL && answers > mostRecords(cluster))
        .ifPresent(
            answers ->
                problems.warning(
                    where,
                    "cluster "
                        + Quoted.of(cluster.name())
                        + " never gives so many records: answers is "
                        + answers
                        + ", but no site has more than "
                        + mostRecords(cluster)
                        + " of one type"));
  }

  /** Reports what is doubtful in what clusters say of load. */
  void loadIsDeclared(Map<String, Entry> clusters) {
    ClusterPlans.of(topology)
        .forEach(
            (name, plan) ->
                Optional.ofNullable(clusters.get(name))
                    .ifPresent(
                        entry ->
                            LoadDoubts.of(plan, "site")
                                .forEach(
                                    doubt ->
                                        problems.warning(
                                            entry.key().span(),
                                            "cluster " + Quoted.of(name) + ": " + doubt))));
  }

  /** How many addresses of one family the site has that has the most. */
  private static long mostRecords(Cluster cluster) {
    return cluster.members().values().stream()
        .flatMap(
            hosts ->
                hosts.stream()
                    .flatMap(host -> host.addresses().stream())
                    .collect(
                        Collectors.groupingBy(
                            Inet4Address.class::isInstance, Collectors.counting()))
                    .values()
                    .stream())
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }
}
