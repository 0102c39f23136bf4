package org.popdns.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Member;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Topology;
import org.popdns.config.model.Zone;
import org.popdns.config.write.AddressFormat;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/** A zone's records as text for a terminal. Nothing is kept in memory but the widest name. */
final class ZoneText {

  private static final int WIDEST_OWNER = 48;

  private final Topology topology;
  private final Optional<String> site;
  private final PrintWriter out;

  /**
   * Prints zones.
   *
   * @param site the site whose members are shown; empty to show those of all sites
   */
  ZoneText(Topology topology, Optional<String> site, PrintWriter out) {
    this.topology = topology;
    this.site = site;
    this.out = out;
  }

  void print(Zone zone) {
    int width =
        zone.recordSets().stream()
            .mapToInt(set -> set.owner().toString().length())
            .filter(length -> length <= WIDEST_OWNER)
            .max()
            .orElse(0);
    for (RecordSet set : zone.recordSets()) {
      String head =
          ("%-" + width + "s  %6d  %-5s  ")
              .formatted(set.owner(), set.ttlSeconds(), RecordTypes.mnemonic(set.type()));
      for (String value : RecordValues.of(set)) {
        out.print(head + value + "\n");
      }
      if (set instanceof RecordSet.Steered steered) {
        members(steered, " ".repeat(head.length()));
      }
    }
  }

  private void members(RecordSet.Steered set, String indent) {
    Cluster cluster = topology.clusters().get(set.plan());
    if (cluster == null) {
      return;
    }
    for (Map.Entry<String, List<Member>> entry : cluster.members().entrySet()) {
      String atSite = entry.getKey();
      String addresses = addresses(entry.getValue(), set.type());
      if (site.map(atSite::equals).orElse(true)) {
        out.print(
            indent + "  " + atSite + ": " + (addresses.isEmpty() ? "none" : addresses) + "\n");
      }
    }
  }

  private static String addresses(List<Member> members, int type) {
    int lengthBytes = type == RecordType.A ? 4 : 16;
    return members.stream()
        .flatMap(member -> member.addresses().stream())
        .filter(address -> address.getAddress().length == lengthBytes)
        .map(AddressFormat::of)
        .collect(Collectors.joining(" "));
  }
}
