package org.popdns.config.model;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * What a pool can carry, in a unit of the operator's choice, which is the same in the whole plan:
 * requests a second, for instance.
 *
 * @param total with all of its hosts, at least 0
 * @param portions how much of it each host stands for, beside the others, by the hosts' numbers;
 *     each at least 0
 */
public record Capacity(long total, List<Long> portions) {

  /** Most that may be declared of one thing. */
  public static final long MOST = 1_000_000_000_000L;

  /** Copies the list. */
  public Capacity {
    portions = List.copyOf(portions);
  }

  /** That of a pool whose hosts share it by their weights. */
  public static Capacity ofPool(long total, List<Pool.Host> hosts) {
    return new Capacity(total, hosts.stream().map(host -> (long) host.weight()).toList());
  }

  /** That of a pool of which each host's is declared. */
  public static Capacity ofHosts(List<Long> each) {
    return new Capacity(each.stream().mapToLong(host -> host).sum(), each);
  }

  /**
   * What is left of it with some of the hosts.
   *
   * @param counts says of a host's number whether it serves
   */
  public double of(IntPredicate counts) {
    double all = 0;
    double those = 0;
    for (int host = 0; host < portions.size(); host++) {
      all += portions.get(host);
      those += counts.test(host) ? portions.get(host) : 0;
    }
    return all == 0 ? 0 : total * (those / all);
  }
}
