package org.popdns.control.store;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.Canary;
import org.popdns.config.model.Check;
import org.popdns.config.model.Cluster;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.CookieSecret;
import org.popdns.config.model.CookieSettings;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.model.Member;
import org.popdns.config.model.MinimumHealthy;
import org.popdns.config.model.OnError;
import org.popdns.config.model.PackedRecordSets;
import org.popdns.config.model.ServerSettings;
import org.popdns.config.model.Site;
import org.popdns.config.model.Suspicion;
import org.popdns.config.model.Topology;
import org.popdns.config.model.UdpPath;
import org.popdns.config.model.WorkerSettings;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;

/**
 * Reads what {@link ConfigurationWriter} wrote. Used by {@link ConfigurationStore} for one
 * configuration. A damaged file ends in an IOException or IllegalArgumentException, never in a
 * configuration: the caller checks the sum before it uses what was read.
 */
final class ConfigurationReader {

  private final DataInputStream in;

  ConfigurationReader(DataInputStream in) {
    this.in = in;
  }

  Configuration read() throws IOException {
    ServerSettings server = server();
    Topology topology = topology();
    List<Zone> zones = new ArrayList<>();
    for (int count = count(); count > 0; count--) {
      zones.add(zone());
    }
    return new Configuration(server, topology, zones);
  }

  private ServerSettings server() throws IOException {
    Optional<String> site = optional();
    String node = in.readUTF();
    List<InetSocketAddress> listen = new ArrayList<>();
    for (int count = count(); count > 0; count--) {
      listen.add(socketAddress());
    }
    InetSocketAddress http = socketAddress();
    Path socket = Path.of(in.readUTF());
    ServerSettings.Admin admin = new ServerSettings.Admin(http, socket);
    WorkerSettings workers = workers();
    CookieSettings cookies = cookies();
    List<IpPrefix> allow = prefixes();
    Map<String, Announcement> announce = new LinkedHashMap<>();
    for (int count = count(); count > 0; count--) {
      String name = in.readUTF();
      announce.put(
          name,
          new Announcement(
              name,
              prefixes(),
              strings(),
              in.readInt(),
              Duration.ofNanos(in.readLong()),
              Duration.ofNanos(in.readLong())));
    }
    return new ServerSettings(
        site, node, listen, admin, workers, cookies, allow, announce, OnError.REFUSE);
  }

  private WorkerSettings workers() throws IOException {
    int count = in.readInt();
    return new WorkerSettings(
        count == 0 ? OptionalInt.empty() : OptionalInt.of(count),
        WorkerSettings.Placement.valueOf(in.readUTF()),
        UdpPath.valueOf(in.readUTF()));
  }

  private CookieSettings cookies() throws IOException {
    List<CookieSecret> secrets = new ArrayList<>();
    int count = in.readUnsignedByte();
    for (int i = 0; i < count; i++) {
      byte[] secret = new byte[CookieSecret.LENGTH_BYTES];
      in.readFully(secret);
      secrets.add(new CookieSecret(secret));
    }
    return new CookieSettings(secrets, in.readBoolean());
  }

  private Topology topology() throws IOException {
    Map<String, Site> sites = new LinkedHashMap<>();
    for (int count = count(); count > 0; count--) {
      Site site = new Site(in.readUTF(), strings(), nodes());
      sites.put(site.name(), site);
    }
    Map<String, Check> checks = new LinkedHashMap<>();
    for (int count = count(); count > 0; count--) {
      Check check = check();
      checks.put(check.name(), check);
    }
    Map<String, Cluster> clusters = new LinkedHashMap<>();
    for (int count = count(); count > 0; count--) {
      Cluster cluster = cluster(checks);
      clusters.put(cluster.name(), cluster);
    }
    return new Topology(sites, checks, clusters, suspicion());
  }

  private Suspicion suspicion() throws IOException {
    int share = in.readUnsignedByte();
    Duration freeze = Duration.ofNanos(in.readLong());
    Map<String, List<Canary>> canaries = new LinkedHashMap<>();
    for (int sites = count(); sites > 0; sites--) {
      String site = in.readUTF();
      List<Canary> atSite = new ArrayList<>();
      for (int count = count(); count > 0; count--) {
        atSite.add(new Canary(socketAddress()));
      }
      canaries.put(site, atSite);
    }
    return new Suspicion(share, freeze, canaries);
  }

  private Map<String, InetSocketAddress> nodes() throws IOException {
    Map<String, InetSocketAddress> nodes = new LinkedHashMap<>();
    for (int count = count(); count > 0; count--) {
      nodes.put(in.readUTF(), socketAddress());
    }
    return nodes;
  }

  private List<IpPrefix> prefixes() throws IOException {
    List<IpPrefix> prefixes = new ArrayList<>();
    for (int count = count(); count > 0; count--) {
      prefixes.add(new IpPrefix(InetAddress.getByAddress(bytes()), in.readUnsignedByte()));
    }
    return prefixes;
  }

  private Check check() throws IOException {
    String name = in.readUTF();
    int port = in.readUnsignedShort();
    Check.Timing timing =
        new Check.Timing(
            Duration.ofNanos(in.readLong()),
            Duration.ofNanos(in.readLong()),
            in.readInt(),
            in.readInt());
    if (in.readByte() == 0) {
      return new Check.Tcp(name, port, timing);
    }
    String path = in.readUTF();
    Optional<String> host = optional();
    Set<Integer> statuses = new TreeSet<>();
    for (int count = count(); count > 0; count--) {
      statuses.add(in.readUnsignedShort());
    }
    return new Check.Http(name, port, timing, path, host, statuses, optional());
  }

  private Cluster cluster(Map<String, Check> checks) throws IOException {
    String name = in.readUTF();
    Check check = checks.get(in.readUTF());
    if (check == null) {
      throw new IOException("cluster " + name + " has no check");
    }
    boolean hosts = in.readByte() == 0;
    int minimum = in.readInt();
    MinimumHealthy minimumHealthy =
        hosts ? new MinimumHealthy.Hosts(minimum) : new MinimumHealthy.Percentage(minimum);
    Cluster.WhenBelow whenBelow = Cluster.WhenBelow.valueOf(in.readUTF());
    Map<String, List<Member>> members = new LinkedHashMap<>();
    for (int sites = count(); sites > 0; sites--) {
      String site = in.readUTF();
      List<Member> atSite = new ArrayList<>();
      for (int count = count(); count > 0; count--) {
        String host = in.readUTF();
        List<InetAddress> addresses = new ArrayList<>();
        for (int address = count(); address > 0; address--) {
          addresses.add(InetAddress.getByAddress(bytes()));
        }
        atSite.add(new Member(host, addresses));
      }
      members.put(site, atSite);
    }
    return new Cluster(name, check, minimumHealthy, whenBelow, members);
  }

  private Zone zone() throws IOException {
    DomainName origin = DomainName.ofWire(bytes());
    long serial = in.readLong();
    List<Path> files = strings().stream().map(Path::of).toList();
    List<String> clusters = strings();
    byte[] sets = in.readNBytes(count());
    return new Zone(origin, serial, PackedRecordSets.of(origin, sets, files, clusters));
  }

  private InetSocketAddress socketAddress() throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(bytes()), in.readUnsignedShort());
  }

  private List<String> strings() throws IOException {
    List<String> strings = new ArrayList<>();
    for (int count = count(); count > 0; count--) {
      strings.add(in.readUTF());
    }
    return strings;
  }

  private Optional<String> optional() throws IOException {
    return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
  }

  /** A count; every item counted takes bytes, so a wrong one ends at the file's end. */
  private int count() throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("a negative count");
    }
    return count;
  }

  private byte[] bytes() throws IOException {
    int length = in.readUnsignedShort();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("it is cut off");
    }
    return bytes;
  }
}
