package org.popdns.config.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.popdns.config.diff.Part.MemberAddress;
import org.popdns.config.model.Cluster;

/** The parts that a cluster is made of. Stateless. */
final class ClusterParts {

  /** By site, host and address: a host that serves on another address has lost one, and won one. */
  static final Comparator<MemberAddress> MEMBER_ORDER =
      Comparator.comparing(MemberAddress::site)
          .thenComparing(MemberAddress::host)
          .thenComparing(member -> member.address().getAddress(), Arrays::compareUnsigned);

  private ClusterParts() {}

  /** The addresses of all members, in their order. */
  static List<MemberAddress> members(Cluster cluster) {
    List<MemberAddress> members = new ArrayList<>();
    cluster
        .members()
        .forEach(
            (site, hosts) ->
                hosts.forEach(
                    host ->
                        host.addresses()
                            .forEach(
                                address ->
                                    members.add(
                                        new MemberAddress(
                                            cluster.name(), site, host.name(), address)))));
    members.sort(MEMBER_ORDER);
    return members;
  }

  /** True if the clusters differ in nothing but their members and what their check consists of. */
  static boolean sameButForMembers(Cluster before, Cluster after) {
    return before.check().name().equals(after.check().name())
        && before.minimumHealthy().equals(after.minimumHealthy())
        && before.whenBelow() == after.whenBelow();
  }
}
