package org.popdns.config.model;

import java.util.List;
import java.util.Optional;

/**
 * What a file says of a pool beside its hosts, in the words that clusters and pools of dynamic
 * records share.
 *
 * @param minimumHealthy how many hosts must be healthy; empty: one
 * @param method how records are chosen; empty: by weight where hosts differ in weight, else in turn
 * @param answers how many records an answer has, at least 1; empty: all where they come in turn,
 *     else one; of a pool of names always one
 * @param capacity what it can carry; empty: nobody says
 * @param location where the pool is; empty: nobody says
 */
public record PoolSettings(
    Optional<MinimumHealthy> minimumHealthy,
    Optional<PoolChoice.Method> method,
    Optional<Integer> answers,
    Optional<DeclaredCapacity> capacity,
    Optional<Location> location) {

  /** Nothing is said. */
  public static final PoolSettings DEFAULT =
      new PoolSettings(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Settings of a pool of which nobody says what it can carry. */
  public PoolSettings(
      Optional<MinimumHealthy> minimumHealthy,
      Optional<PoolChoice.Method> method,
      Optional<Integer> answers) {
    this(minimumHealthy, method, answers, Optional.empty(), Optional.empty());
  }

  /** The same with a capacity. */
  public PoolSettings withCapacity(Optional<DeclaredCapacity> declared) {
    return new PoolSettings(minimumHealthy, method, answers, declared, location);
  }

  /** Settings of a minimum alone. */
  public PoolSettings(MinimumHealthy minimumHealthy) {
    this(Optional.of(minimumHealthy), Optional.empty(), Optional.empty());
  }

  /** The same elsewhere. */
  public PoolSettings at(Optional<Location> place) {
    return new PoolSettings(minimumHealthy, method, answers, capacity, place);
  }

  /** How many hosts must be healthy. */
  public MinimumHealthy minimum() {
    return minimumHealthy.orElse(new MinimumHealthy.Hosts(1));
  }

  /** A pool of these settings. */
  Pool pool(String name, List<Pool.Host> hosts) {
    return new Pool(
        name,
        minimum(),
        choice(hosts),
        capacity.map(declared -> declared.of(hosts)),
        location,
        hosts);
  }

  /** What of such a pool an answer has. */
  public PoolChoice choice(List<Pool.Host> hosts) {
    PoolChoice.Method chosen =
        method.orElse(
            differInWeight(hosts) ? PoolChoice.Method.WEIGHTED : PoolChoice.Method.ROTATE);
    // RFC 1034 §3.6.2, RFC 6672 §2.4: a name has one CNAME and one DNAME record.
    return isOfNames(hosts)
        ? new PoolChoice(chosen, 1)
        : new PoolChoice(
            chosen, answers.orElse(chosen == PoolChoice.Method.ROTATE ? PoolChoice.ALL : 1));
  }

  /** True if what the hosts answer with are names, of which an answer has one. */
  public static boolean isOfNames(List<Pool.Host> hosts) {
    return hosts.stream()
        .flatMap(host -> host.endpoints().stream())
        .anyMatch(endpoint -> endpoint.target() instanceof Target.Name);
  }

  /** True if some of the hosts are to answer more often than others. */
  public static boolean differInWeight(List<Pool.Host> hosts) {
    return hosts.stream().mapToInt(Pool.Host::weight).distinct().count() > 1;
  }
}
