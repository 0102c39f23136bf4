package org.popdns.fitness;

import java.util.Comparator;

/**
 * A node among all nodes of all sites. Their order is that of their names, which decides who
 * withdraws first where several want to.
 */
public record NodeName(String site, String node) implements Comparable<NodeName> {

  private static final Comparator<NodeName> ORDER =
      Comparator.comparing(NodeName::site).thenComparing(NodeName::node);

  @Override
  public int compareTo(NodeName other) {
    return ORDER.compare(this, other);
  }

  /** {@code node.site}. */
  @Override
  public String toString() {
    return node + "." + site;
  }
}
