package org.popdns.config.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hosts of which one is as good as another: what a plan answers with, if enough of them are
 * healthy. A cluster has one for each site.
 *
 * @param name the pool's name within its plan
 * @param minimumHealthy how many of its hosts must be healthy for the pool to answer
 * @param choice what of them an answer has
 * @param capacity what it can carry; empty if nobody says, and then it takes whatever comes
 * @param location where it is; empty if nobody says, and then no rule goes by its distance
 * @param hosts in the order of the file; none where a plan has nobody to answer
 */
public record Pool(
    String name,
    MinimumHealthy minimumHealthy,
    PoolChoice choice,
    Optional<Capacity> capacity,
    Optional<Location> location,
    List<Host> hosts) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the capacity is that of other hosts
   */
  public Pool {
    hosts = List.copyOf(hosts);
    int count = hosts.size();
    capacity
        .filter(declared -> declared.portions().size() != count)
        .ifPresent(
            other -> {
              throw new IllegalArgumentException("a capacity of other hosts than the pool's");
            });
  }

  /** A pool of no declared capacity. */
  public Pool(String name, MinimumHealthy minimumHealthy, PoolChoice choice, List<Host> hosts) {
    this(name, minimumHealthy, choice, Optional.empty(), Optional.empty(), hosts);
  }

  /** A pool of which answers have all records, in turn. */
  public Pool(String name, MinimumHealthy minimumHealthy, List<Host> hosts) {
    this(name, minimumHealthy, PoolChoice.ROTATE_ALL, hosts);
  }

  /** The same pool elsewhere. */
  public Pool at(Optional<Location> place) {
    return new Pool(name, minimumHealthy, choice, capacity, place, hosts);
  }

  /** The endpoints of all hosts, in their order. */
  public Stream<Endpoint> endpoints() {
    return hosts.stream().flatMap(host -> host.endpoints().stream());
  }

  /**
   * What fails as one, and counts as one.
   *
   * @param name unique within the pool
   * @param weight how often it answers beside the pool's other hosts, at least 1; read where the
   *     pool's choice is by weight
   * @param status whether its health is asked about
   * @param endpoints at least one, each once; the host is healthy while one of them is
   */
  public record Host(String name, int weight, HostStatus status, List<Endpoint> endpoints) {

    /** Copies the list. */
    public Host {
      endpoints = List.copyOf(endpoints);
    }

    /** A host like any other, as healthy as its endpoints. */
    public Host(String name, List<Endpoint> endpoints) {
      this(name, 1, HostStatus.OBEY, endpoints);
    }
  }
}
