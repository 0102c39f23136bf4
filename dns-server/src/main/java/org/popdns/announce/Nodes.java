package org.popdns.announce;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.popdns.config.model.Configuration;
import org.popdns.fitness.NodeName;

/**
 * The nodes of all sites as the configuration lists them. Immutable.
 *
 * @param self this one
 * @param listed whether the others can find this one
 * @param others where the others tell how they are
 */
record Nodes(NodeName self, boolean listed, Map<NodeName, InetSocketAddress> others) {

  /** Copies. */
  Nodes {
    others = Map.copyOf(others);
  }

  static Nodes of(Configuration configuration) {
    NodeName self = self(configuration);
    Map<NodeName, InetSocketAddress> others = new LinkedHashMap<>();
    configuration
        .topology()
        .sites()
        .forEach(
            (site, value) ->
                value
                    .nodes()
                    .forEach((node, address) -> others.put(new NodeName(site, node), address)));
    boolean listed = others.remove(self) != null;
    return new Nodes(self, listed, others);
  }

  /** This node. */
  static NodeName self(Configuration configuration) {
    return new NodeName(configuration.server().site().orElse(""), configuration.server().node());
  }
}
