package org.popdns.config.diff;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Member;
import org.popdns.config.model.Topology;

/** Counts the hosts of clusters that come and go, by cluster and by site. Stateless. */
final class MemberLosses {

  private static final String ALL = "members of cluster ";

  private MemberLosses() {}

  /** True if a loss is one of a cluster's members at a site. */
  static boolean isAtSite(Loss loss) {
    return loss.of().startsWith(ALL) && loss.of().contains(" at ");
  }

  static void add(List<Loss> losses, Topology before, Topology after) {
    for (String cluster : both(before.clusters(), after.clusters())) {
      add(
          losses,
          cluster,
          members(before.clusters().get(cluster)),
          members(after.clusters().get(cluster)));
    }
  }

  private static Map<String, List<Member>> members(@Nullable Cluster cluster) {
    return cluster == null ? Map.of() : cluster.members();
  }

  private static Set<String> both(Map<String, ?> before, Map<String, ?> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names;
  }

  private static void add(
      List<Loss> losses,
      String cluster,
      Map<String, List<Member>> before,
      Map<String, List<Member>> after) {
    LossCount all = new LossCount(ALL + cluster);
    List<Loss> ofSites = new ArrayList<>();
    Hosts allBefore = new Hosts(before.values().stream().flatMap(List::stream).toList());
    Hosts allAfter = new Hosts(after.values().stream().flatMap(List::stream).toList());
    for (String site : both(before, after)) {
      LossCount here = new LossCount(ALL + cluster + " at " + site);
      Hosts old = new Hosts(before.getOrDefault(site, List.of()));
      Hosts young = new Hosts(after.getOrDefault(site, List.of()));
      all.there(old.members().size());
      here.there(old.members().size());
      for (Member member : old.without(young)) {
        here.goes(member.name());
        if (!allAfter.hasAddressOf(member)) {
          all.goes(member.name());
        }
      }
      for (Member member : young.without(old)) {
        here.comes(member.name());
        if (!allBefore.hasAddressOf(member)) {
          all.comes(member.name());
        }
      }
      here.addTo(ofSites);
    }
    all.addTo(losses);
    losses.addAll(ofSites);
  }

  /** Hosts, which have names and addresses. */
  private record Hosts(List<Member> members, Set<String> names, Set<InetAddress> addresses) {

    Hosts(List<Member> members) {
      this(members, new HashSet<>(), new HashSet<>());
      for (Member member : members) {
        names.add(member.name());
        addresses.addAll(member.addresses());
      }
    }

    /** Those of these hosts that are not among others, neither by name nor by address. */
    List<Member> without(Hosts others) {
      return members.stream()
          .filter(member -> !others.names.contains(member.name()) && !others.hasAddressOf(member))
          .toList();
    }

    boolean hasAddressOf(Member member) {
      return member.addresses().stream().anyMatch(addresses::contains);
    }
  }
}
