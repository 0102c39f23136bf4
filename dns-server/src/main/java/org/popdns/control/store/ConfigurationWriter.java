package org.popdns.control.store;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.Canary;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.CookieSecret;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Member;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.model.Site;
import org.popdns.config.model.Suspicion;
import org.popdns.config.model.Topology;
import org.popdns.config.model.Zone;

/**
 * Writes a configuration as a row of lengths, numbers and strings; {@link ConfigurationReader}
 * reads them in the same order. Used by {@link ConfigurationStore} for one configuration.
 */
final class ConfigurationWriter {

  private final DataOutputStream out;

  ConfigurationWriter(DataOutputStream out) {
    this.out = out;
  }

  void write(Configuration configuration) throws IOException {
    server(configuration.server());
    topology(configuration.topology());
    out.writeInt(configuration.zones().size());
    for (Zone zone : configuration.zones()) {
      zone(zone);
    }
  }

  private void server(ServerSettings server) throws IOException {
    optional(server.site());
    out.writeUTF(server.node());
    out.writeInt(server.listen().size());
    for (InetSocketAddress address : server.listen()) {
      socketAddress(address);
    }
    socketAddress(server.admin().http());
    out.writeUTF(server.admin().socket().toString());
    out.writeInt(server.workers().count().orElse(0));
    out.writeUTF(server.workers().placement().name());
    out.writeUTF(server.workers().udp().name());
    out.writeByte(server.cookies().secrets().size());
    for (CookieSecret secret : server.cookies().secrets()) {
      out.write(secret.bytes());
    }
    out.writeBoolean(server.cookies().required());
    prefixes(server.statusAllow());
    out.writeInt(server.announce().size());
    for (Announcement entry : server.announce().values()) {
      out.writeUTF(entry.name());
      prefixes(entry.prefixes());
      strings(entry.requires());
      out.writeInt(entry.keepSites());
      out.writeLong(entry.unfitAfter().toNanos());
      out.writeLong(entry.holdUp().toNanos());
    }
  }

  private void prefixes(List<IpPrefix> prefixes) throws IOException {
    out.writeInt(prefixes.size());
    for (IpPrefix prefix : prefixes) {
      bytes(prefix.network().getAddress());
      out.writeByte(prefix.length());
    }
  }

  private void topology(Topology topology) throws IOException {
    out.writeInt(topology.sites().size());
    for (Site site : topology.sites().values()) {
      out.writeUTF(site.name());
      strings(site.fallback());
      out.writeInt(site.nodes().size());
      for (var node : site.nodes().entrySet()) {
        out.writeUTF(node.getKey());
        socketAddress(node.getValue());
      }
    }
    out.writeInt(topology.checks().size());
    for (Check check : topology.checks().values()) {
      check(check);
    }
    out.writeInt(topology.clusters().size());
    for (Cluster cluster : topology.clusters().values()) {
      cluster(cluster);
    }
    suspicion(topology.suspicion());
  }

  private void suspicion(Suspicion suspicion) throws IOException {
    out.writeByte(suspicion.sharePercent());
    out.writeLong(suspicion.freeze().toNanos());
    out.writeInt(suspicion.canaries().size());
    for (var site : suspicion.canaries().entrySet()) {
      out.writeUTF(site.getKey());
      out.writeInt(site.getValue().size());
      for (Canary canary : site.getValue()) {
        socketAddress(canary.tcp());
      }
    }
  }

  private void check(Check check) throws IOException {
    out.writeUTF(check.name());
    out.writeShort(check.port());
    out.writeLong(check.timing().interval().toNanos());
    out.writeLong(check.timing().timeout().toNanos());
    out.writeInt(check.timing().rise());
    out.writeInt(check.timing().fall());
    switch (check) {
      case Check.Tcp tcp -> out.writeByte(0);
      case Check.Http http -> {
        out.writeByte(1);
        out.writeUTF(http.path());
        optional(http.host());
        List<Integer> statuses = http.statuses().stream().sorted().toList();
        out.writeInt(statuses.size());
        for (int status : statuses) {
          out.writeShort(status);
        }
        optional(http.bodyContains());
      }
    }
  }

  private void cluster(Cluster cluster) throws IOException {
    out.writeUTF(cluster.name());
    out.writeUTF(cluster.check().name());
    switch (cluster.minimumHealthy()) {
      case MinimumHealthy.Hosts(int hosts) -> {
        out.writeByte(0);
        out.writeInt(hosts);
      }
      case MinimumHealthy.Percentage(int percent) -> {
        out.writeByte(1);
        out.writeInt(percent);
      }
    }
    out.writeUTF(cluster.whenBelow().name());
    out.writeInt(cluster.members().size());
    for (var site : cluster.members().entrySet()) {
      out.writeUTF(site.getKey());
      out.writeInt(site.getValue().size());
      for (Member member : site.getValue()) {
        out.writeUTF(member.name());
        out.writeInt(member.addresses().size());
        for (InetAddress address : member.addresses()) {
          bytes(address.getAddress());
        }
      }
    }
  }

  private void zone(Zone zone) throws IOException {
    bytes(zone.origin().toWire());
    out.writeLong(zone.serial());
    PackedRecordSets sets = zone.recordSets();
    strings(sets.files().stream().map(Path::toString).toList());
    strings(sets.clusters());
    out.writeInt(sets.bytes().length);
    out.write(sets.bytes());
  }

  private void socketAddress(InetSocketAddress address) throws IOException {
    bytes(address.getAddress().getAddress());
    out.writeShort(address.getPort());
  }

  private void strings(List<String> strings) throws IOException {
    out.writeInt(strings.size());
    for (String string : strings) {
      out.writeUTF(string);
    }
  }

  private void optional(Optional<String> string) throws IOException {
    out.writeBoolean(string.isPresent());
    if (string.isPresent()) {
      out.writeUTF(string.get());
    }
  }

  private void bytes(byte[] bytes) throws IOException {
    out.writeShort(bytes.length);
    out.write(bytes);
  }
}
