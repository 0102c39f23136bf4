package org.popdns.config.model;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A point of presence.
 *
 * @param name the site's name
 * @param fallback the sites whose members answer in turn when this site's are too few, nearest
 *     first; each exists, none is this site, none stands twice
 * @param nodes where the nodes of this site tell the others how they are, by the nodes' names, in
 *     the order of the file; no address stands twice in all sites
 * @param location where it is; empty if nobody says
 */
public record Site(
    String name,
    List<String> fallback,
    Map<String, InetSocketAddress> nodes,
    Optional<Location> location) {

  /** Copies the list and the map; the copy keeps the order. */
  public Site {
    fallback = List.copyOf(fallback);
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
  }

  /** A site of which nobody says where it is. */
  public Site(String name, List<String> fallback, Map<String, InetSocketAddress> nodes) {
    this(name, fallback, nodes, Optional.empty());
  }
}
