package org.popdns.config.model;

import java.time.Duration;
import java.util.List;

/**
 * Routes that this node announces while it is fit: one fate, one lease, but each address family is
 * withdrawn by itself where it alone is not answered.
 *
 * @param name the entry's name
 * @param prefixes what is announced; at least one, none in two entries
 * @param requires clusters that make the node unfit when no zone that is served leads to them, and
 *     when they are below their minimum here, if their {@code when-below} is {@code withdraw}; each
 *     exists
 * @param keepSites how many sites must stay announced, whatever happens to this one; from 1 to the
 *     number of sites
 * @param unfitAfter how long something must be wrong before the node is unfit; a server that does
 *     not answer is unfit at once
 * @param holdUp how long all must be well before the node is fit again
 */
public record Announcement(
    String name,
    List<IpPrefix> prefixes,
    List<String> requires,
    int keepSites,
    Duration unfitAfter,
    Duration holdUp) {

  /** Copies the lists. */
  public Announcement {
    prefixes = List.copyOf(prefixes);
    requires = List.copyOf(requires);
  }
}
