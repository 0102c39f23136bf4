package org.popdns.config.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Endpoints of which one is as good as another: what a plan answers with, if enough of them are
 * healthy. A cluster has one for each site.
 *
 * @param name the pool's name within its plan
 * @param minimumHealthy how many of its hosts must be healthy for the pool to answer
 * @param hosts in the order of the file; none where a plan has nobody to answer
 */
public record Pool(String name, MinimumHealthy minimumHealthy, List<Host> hosts) {

  /** Copies the list. */
  public Pool {
    hosts = List.copyOf(hosts);
  }

  /** The endpoints of all hosts, in their order. */
  public Stream<Endpoint> endpoints() {
    return hosts.stream().flatMap(host -> host.endpoints().stream());
  }

  /**
   * What fails as one, and counts as one.
   *
   * @param name unique within the pool
   * @param endpoints at least one, each once; the host is healthy while one of them is
   */
  public record Host(String name, List<Endpoint> endpoints) {

    /** Copies the list. */
    public Host {
      endpoints = List.copyOf(endpoints);
    }
  }
}
