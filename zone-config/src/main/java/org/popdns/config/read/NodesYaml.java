package org.popdns.config.read;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Scalars;

/**
 * Reads {@code nodes} of the sites in {@code clusters.yaml}: where each node tells the others how
 * it is. One reader for all sites, since no two nodes share an address. Used by the one thread that
 * loads.
 */
final class NodesYaml {

  private static final int STATUS_PORT = 8054;

  private final FileProblems problems;
  private final Scalars scalars;
  private final Map<InetSocketAddress, Span> seen = new HashMap<>();

  NodesYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** The status addresses by the nodes' names; without those that are refused. */
  Map<String, InetSocketAddress> read(Entry nodes) {
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    if (!(nodes.value() instanceof MappingNode mapping)) {
      scalars.mismatch(nodes.value(), "nodes", "a mapping of names");
      return addresses;
    }
    for (Entry entry : mapping.entries()) {
      scalars.name(entry.key(), "the name of a node");
      Fields.of(entry.value(), "node '" + entry.key().text() + "'", entry.key().span(), problems)
          .ifPresent(fields -> node(entry.key().text(), fields, addresses));
    }
    return addresses;
  }

  private void node(String name, Fields fields, Map<String, InetSocketAddress> addresses) {
    fields
        .required("status")
        .ifPresent(
            node ->
                new SocketAddresses(scalars, STATUS_PORT)
                    .read(node, "status")
                    .ifPresent(
                        address -> {
                          Span first = seen.putIfAbsent(address, node.span());
                          if (address.getPort() == 0 || address.getAddress().isAnyLocalAddress()) {
                            problems.error(
                                node.span(), "the other nodes need a real address and port");
                          } else if (first != null) {
                            problems.error(
                                node.span(),
                                "this address stands in line " + first.line() + " already");
                          } else {
                            addresses.put(name, address);
                          }
                        }));
    fields.refuseUnknown();
  }
}
