package org.popdns.config.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Which members go by which endpoint's health: one that several share is probed once, and whoever
 * tells of it names them all. Immutable.
 */
public final class EndpointUses {

  /** Of a configuration without members. */
  public static final EndpointUses NONE = new EndpointUses(new LinkedHashMap<>());

  private final SequencedMap<Endpoint, List<EndpointUse>> uses;

  private EndpointUses(SequencedMap<Endpoint, List<EndpointUse>> uses) {
    this.uses = uses;
  }

  /**
   * The members of plans whose health is asked about, in the order of the plans, their pools and
   * hosts.
   */
  public static EndpointUses of(Collection<SteeringPlan> plans) {
    SequencedMap<Endpoint, List<EndpointUse>> found = new LinkedHashMap<>();
    for (SteeringPlan plan : plans) {
      for (Pool pool : plan.pools().values()) {
        for (Pool.Host host : pool.hosts()) {
          if (host.status() == HostStatus.OBEY) {
            EndpointUse use = EndpointUse.of(plan, pool, host);
            host.endpoints()
                .forEach(
                    endpoint -> found.computeIfAbsent(endpoint, e -> new ArrayList<>(1)).add(use));
          }
        }
      }
    }
    found.replaceAll((endpoint, list) -> List.copyOf(list));
    return new EndpointUses(found);
  }

  /** Who goes by an endpoint's health; nobody, if the configuration does not have it. */
  public List<EndpointUse> of(Endpoint endpoint) {
    return uses.getOrDefault(endpoint, List.of());
  }

  /** Who goes by which endpoint's health. */
  public Map<Endpoint, List<EndpointUse>> all() {
    return Collections.unmodifiableMap(uses);
  }

  /** These, and of endpoints that only the former configuration has, who went by them. */
  public EndpointUses orElse(EndpointUses former) {
    SequencedMap<Endpoint, List<EndpointUse>> both = new LinkedHashMap<>(uses);
    former.uses.forEach(both::putIfAbsent);
    return new EndpointUses(both);
  }
}
