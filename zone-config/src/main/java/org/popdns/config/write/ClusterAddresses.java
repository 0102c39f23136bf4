package org.popdns.config.write;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.RecordSet.Steered;
import org.popdns.config.model.Site;
import org.popdns.config.model.Topology;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * The addresses that stand for a cluster where nobody steers. Immutable.
 *
 * @param topology where the clusters are
 * @param site the site whose members are taken; empty if that is not known
 */
public record ClusterAddresses(Topology topology, Optional<String> site) {

  /** True if it takes a site to say which addresses stand for the cluster. */
  public static boolean needSite(Steered set) {
    return set.lastResort().isEmpty();
  }

  /**
   * The addresses that stand for one cluster at one name.
   *
   * @param rdata RDATA of the set's type; empty if there is no address of that family
   * @param source where they are from, in words
   */
  public record Substitute(List<byte[]> rdata, String source) {

    /** Copies the list. */
    public Substitute {
      rdata = List.copyOf(rdata);
    }
  }

  /**
   * The last resort of the file; else all addresses at the site; else all at the first of its
   * fallback sites that has any.
   */
  public Substitute of(Steered set) {
    if (!set.lastResort().isEmpty()) {
      return new Substitute(set.lastResort(), "its last resort");
    }
    List<String> sites = new ArrayList<>();
    site.ifPresent(
        own -> {
          sites.add(own);
          Optional.ofNullable(topology.sites().get(own))
              .map(Site::fallback)
              .ifPresent(sites::addAll);
        });
    for (String name : sites) {
      List<byte[]> addresses = addresses(set, name);
      if (!addresses.isEmpty()) {
        return new Substitute(addresses, "all addresses at " + name);
      }
    }
    return new Substitute(
        List.of(), "no " + RecordTypes.mnemonic(set.type()) + " addresses for " + set.owner());
  }

  private List<byte[]> addresses(Steered set, String siteName) {
    int lengthBytes = set.type() == RecordType.A ? 4 : 16;
    Cluster cluster = topology.clusters().get(set.plan());
    return cluster == null
        ? List.of()
        : cluster.membersAt(siteName).stream()
            .flatMap(member -> member.addresses().stream())
            .map(InetAddress::getAddress)
            .filter(bytes -> bytes.length == lengthBytes)
            .toList();
  }
}
