package org.popdns.config.model;

import java.net.InetAddress;
import java.util.List;

/**
 * A host of a cluster at a site.
 *
 * @param name the host's name, by default its first address as written
 * @param addresses the addresses it serves on, at least one, each once
 */
public record Member(String name, List<InetAddress> addresses) {

  /** Copies the list. */
  public Member {
    addresses = List.copyOf(addresses);
  }
}
