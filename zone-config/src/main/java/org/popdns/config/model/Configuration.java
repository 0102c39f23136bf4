package org.popdns.config.model;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.popdns.name.DomainName;

/**
 * One accepted configuration: all that the files say, validated as a whole.
 *
 * @param server the node's own settings ({@code popdns.yaml})
 * @param topology sites, checks and clusters ({@code clusters.yaml}); empty where there is no such
 *     file
 * @param plans what record sets that follow health refer to, by name: what the topology's clusters
 *     compile to, in the order of the file, then those of the zones
 * @param zones the zones, in canonical order of their origins; every plan they name exists
 * @param broken the zones whose files are wrong, in the same order; none where a configuration is
 *     taken whole or not at all
 * @param leftOut the files whose names are no zones', by path; none where a configuration is taken
 *     whole or not at all
 */
public record Configuration(
    ServerSettings server,
    Topology topology,
    Map<String, SteeringPlan> plans,
    List<Zone> zones,
    List<BrokenZone> broken,
    List<LeftOutFile> leftOut) {

  /** Copies the lists and the map; the copy keeps the order. */
  public Configuration {
    plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
    zones = List.copyOf(zones);
    broken = List.copyOf(broken);
    leftOut = List.copyOf(leftOut);
  }

  /** A configuration of which all is right. */
  public Configuration(ServerSettings server, Topology topology, List<Zone> zones) {
    this(server, topology, plans(topology, zones), zones, List.of(), List.of());
  }

  private static Map<String, SteeringPlan> plans(Topology topology, List<Zone> zones) {
    Map<String, SteeringPlan> plans = ClusterPlans.of(topology);
    for (Zone zone : zones) {
      // There may be a hundred thousand without any: they cost no iterator.
      if (!zone.steering().plans().isEmpty()) {
        zone.steering().plans().forEach(plan -> plans.put(plan.name(), plan));
      }
    }
    return plans;
  }

  /** The same configuration with other zones, of which some may be broken. */
  public Configuration with(
      List<Zone> otherZones, List<BrokenZone> otherBroken, List<LeftOutFile> otherLeftOut) {
    return new Configuration(
        server, topology, plans(topology, otherZones), otherZones, otherBroken, otherLeftOut);
  }

  /** Where the other nodes read this node's status; empty if {@code nodes} gives no address. */
  public Optional<InetSocketAddress> statusAddress() {
    return server
        .site()
        .map(site -> topology.sites().get(site))
        .map(Site::nodes)
        .map(nodes -> nodes.get(server.node()));
  }

  /** The zone of an origin, if it is served. */
  public Optional<Zone> zone(DomainName origin) {
    return find(zones, Zone::origin, origin);
  }

  /** What is wrong with the zone of an origin, if its file is. */
  public Optional<BrokenZone> broken(DomainName origin) {
    return find(broken, BrokenZone::origin, origin);
  }

  private static <T> Optional<T> find(
      List<T> sorted, Function<T, DomainName> originOf, DomainName origin) {
    int low = 0;
    int high = sorted.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = originOf.apply(sorted.get(middle)).compareTo(origin);
      if (order == 0) {
        return Optional.of(sorted.get(middle));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** True if zones or files are not served as they are. */
  public boolean isPartial() {
    return !broken.isEmpty() || !leftOut.isEmpty();
  }

  /** The zones that nothing can be answered from: every query for them is answered SERVFAIL. */
  public List<BrokenZone> failed() {
    return broken.stream().filter(zone -> zone.answer() == BrokenZone.Answer.SERVFAIL).toList();
  }
}
