package org.popdns.config.model;

import java.util.List;
import java.util.Map;

/** What a file says that a pool can carry. */
public sealed interface DeclaredCapacity {

  /** The capacity of a pool of these hosts. */
  Capacity of(List<Pool.Host> hosts);

  /**
   * Of all hosts together, who share it by their weights.
   *
   * @param total 1 to {@link Capacity#MOST}
   */
  record OfPool(long total) implements DeclaredCapacity {

    @Override
    public Capacity of(List<Pool.Host> hosts) {
      return Capacity.ofPool(total, hosts);
    }
  }

  /**
   * Of each host.
   *
   * @param byHost of every host of the pool, by the hosts' names
   */
  record OfHosts(Map<String, Long> byHost) implements DeclaredCapacity {

    /** Copies the map. */
    public OfHosts {
      byHost = Map.copyOf(byHost);
    }

    @Override
    public Capacity of(List<Pool.Host> hosts) {
      return Capacity.ofHosts(
          hosts.stream().map(host -> byHost.getOrDefault(host.name(), 0L)).toList());
    }
  }
}
