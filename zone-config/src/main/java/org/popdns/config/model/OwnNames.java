package org.popdns.config.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;

/**
 * Where names lead within the zones of a configuration, whatever is healthy: to all addresses that
 * they can ever be answered with. Who probes a name that this server answers for itself asks here
 * and not the server, whose answer may hang on that very probe, and who has none yet when it
 * starts. Pure.
 */
public final class OwnNames {

  private static final int LONGEST_CHAIN = 16;

  private final Configuration configuration;
  private final Set<DomainName> seen = new HashSet<>();
  private final Set<InetAddress> found = new LinkedHashSet<>();
  private boolean leadsOut;

  private OwnNames(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * The addresses that a name leads to.
   *
   * @return empty if it leads out of the zones, so that others must be asked; without addresses if
   *     there are none
   */
  public static Optional<List<InetAddress>> addresses(
      Configuration configuration, DomainName name) {
    OwnNames names = new OwnNames(configuration);
    names.follow(name);
    return names.leadsOut ? Optional.empty() : Optional.of(List.copyOf(names.found));
  }

  /** Those of all names that plans have as targets and that lead nowhere else. */
  public static Map<DomainName, List<InetAddress>> ofTargets(Configuration configuration) {
    Map<DomainName, List<InetAddress>> known = new LinkedHashMap<>();
    for (SteeringPlan plan : configuration.plans().values()) {
      plan.pools().values().stream()
          .flatMap(Pool::endpoints)
          .forEach(
              endpoint -> {
                if (endpoint.target() instanceof Target.Name(DomainName name)
                    && !known.containsKey(name)) {
                  addresses(configuration, name).ifPresent(found -> known.put(name, found));
                }
              });
    }
    return known;
  }

  private void follow(DomainName name) {
    if (leadsOut || !seen.add(name)) {
      return;
    }
    Optional<Zone> zone = zoneOf(name);
    if (zone.isEmpty() || seen.size() > LONGEST_CHAIN) {
      leadsOut = true;
      return;
    }
    ZoneNames names = ZoneNames.searched(zone.get().recordSets());
    byte[] labels = name.toWire();
    int length = labels.length - zone.get().origin().lengthBytes();
    int encloser = names.encloser(labels, 0, length);
    switch (names.match(encloser, length)) {
      case EXACT -> at(names, encloser);
      case WILDCARD -> at(names, names.wildcard(encloser));
      case DELEGATED, REDIRECTED -> leadsOut = true;
      case NONEXISTENT -> {}
    }
  }

  /** The zone that answers for a name; empty if that is none, or one that cannot be served. */
  private Optional<Zone> zoneOf(DomainName name) {
    for (DomainName at = name; ; at = at.parent()) {
      Optional<Zone> zone = configuration.zone(at);
      if (zone.isPresent() || at.isRoot() || configuration.broken(at).isPresent()) {
        return zone;
      }
    }
  }

  private void at(ZoneNames names, int number) {
    for (int type : List.of(RecordType.A, RecordType.AAAA, RecordType.CNAME)) {
      int index = names.set(number, type);
      if (index != ZoneNames.NONE) {
        take(names.sets().get(index));
      }
    }
  }

  private void take(RecordSet set) {
    switch (set) {
      case RecordSet.Static records -> records.rdata().forEach(rdata -> take(set.type(), rdata));
      case RecordSet.Steered steered -> {
        steered.lastResort().forEach(rdata -> take(set.type(), rdata));
        Optional.ofNullable(configuration.plans().get(steered.plan())).stream()
            .flatMap(plan -> plan.pools().values().stream())
            .flatMap(Pool::endpoints)
            .flatMap(endpoint -> endpoint.rdata(set.type()).stream())
            .forEach(rdata -> take(set.type(), rdata));
      }
    }
  }

  private void take(int type, byte[] rdata) {
    if (type == RecordType.CNAME) {
      follow(DomainName.ofWire(rdata));
      return;
    }
    try {
      found.add(InetAddress.getByAddress(Arrays.copyOf(rdata, rdata.length)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(rdata.length + " bytes are no address", e);
    }
  }
}
