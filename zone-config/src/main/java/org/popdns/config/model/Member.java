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
 * @param addresses the addresses it serves on, at least one, each once
 */
public record Member(
    String name, int weight, Optional<Long> capacity, List<InetAddress> addresses) {

  /** Copies the list. */
  public Member {
    addresses = List.copyOf(addresses);
  }

  /** A host of which nobody says what it can carry. */
  public Member(String name, int weight, List<InetAddress> addresses) {
    this(name, weight, Optional.empty(), addresses);
  }

  /** A host like the others. */
  public Member(String name, List<InetAddress> addresses) {
    this(name, 1, addresses);
  }
}
