package org.popdns.config.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A host of a cluster at a site.
 *
 * @param name the host's name, by default its first address as written
 * @param weight how often it answers beside the site's other hosts, 1 to 100
 * @param capacity what it can carry; empty if nobody says
 * @param status whether its health is asked about
 * @param check how it is probed, where not as its cluster says
 * @param addresses the addresses it serves on, at least one, each once
 */
public record Member(
    String name,
    int weight,
    Optional<Long> capacity,
    HostStatus status,
    Optional<Check> check,
    List<InetAddress> addresses) {

  /** Copies the list. */
  public Member {
    addresses = List.copyOf(addresses);
  }

  /** A host like the others. */
  public Member(String name, List<InetAddress> addresses) {
    this(name, 1, Optional.empty(), HostStatus.OBEY, Optional.empty(), addresses);
  }
}
