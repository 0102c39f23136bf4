package org.popdns.config.read;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.popdns.config.model.Canary;
import org.popdns.config.model.Suspicion;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Scalars;

/** Reads {@code suspicion} in {@code clusters.yaml}. Used once, by the one thread that loads. */
final class SuspicionYaml {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_CANARIES = 16;

  /** A port that nothing answers on: there is no sane default, so it must be given. */
  private static final int NO_PORT = 0;

  private final FileProblems problems;
  private final Scalars scalars;
  private final Optional<Set<String>> siteNames;

  /**
   * A reader.
   *
   * @param siteNames the sites that the file names; empty if it has no list of them
   */
  SuspicionYaml(FileProblems problems, Optional<Set<String>> siteNames) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
    this.siteNames = siteNames;
  }

  /** The section; what is refused in it is as usual, and the problems say why. */
  Suspicion read(Entry section) {
    return Fields.of(section.value(), "suspicion", section.key().span(), problems)
        .map(this::read)
        .orElse(Suspicion.USUAL);
  }

  private Suspicion read(Fields fields) {
    int share =
        fields
            .optional("share")
            .flatMap(node -> scalars.percentage(node, "share", 1))
            .orElse(Suspicion.USUAL.sharePercent());
    Duration freeze =
        fields
            .optional("freeze")
            .flatMap(node -> scalars.duration(node, "freeze", Duration.ZERO, LONGEST))
            .orElse(Suspicion.USUAL.freeze());
    Map<String, List<Canary>> canaries =
        fields.optional("canaries").map(this::canaries).orElse(Map.of());
    fields.refuseUnknown();
    return new Suspicion(share, freeze, canaries);
  }

  private Map<String, List<Canary>> canaries(Node node) {
    Map<String, List<Canary>> bySite = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      scalars.mismatch(node, "canaries", "a mapping of sites to lists of canaries");
      return bySite;
    }
    for (Entry entry : mapping.entries()) {
      String site = entry.key().text();
      siteNames
          .filter(names -> !names.contains(site))
          .ifPresent(
              names ->
                  problems.error(
                      entry.key().span(),
                      "unknown site " + Quoted.of(site) + " in canaries",
                      Spelling.nearest(site, names)));
      bySite.put(site, ofSite(entry));
    }
    return bySite;
  }

  private List<Canary> ofSite(Entry site) {
    Map<Canary, Span> seen = new LinkedHashMap<>();
    List<Node> nodes = Scalars.oneOrMore(site.value());
    for (Node node : nodes) {
      Fields.of(node, "canary", node.span(), problems)
          .flatMap(this::canary)
          .ifPresent(
              canary -> {
                Span first = seen.putIfAbsent(canary, node.span());
                if (first != null) {
                  problems.error(
                      node.span(), "this canary stands in line " + first.line() + " already");
                }
              });
    }
    if (nodes.size() > MOST_CANARIES) {
      problems.error(
          site.key().span(),
          "site "
              + Quoted.of(site.key().text())
              + " has "
              + nodes.size()
              + " canaries; "
              + MOST_CANARIES
              + " are enough");
    }
    return new ArrayList<>(seen.keySet());
  }

  private Optional<Canary> canary(Fields fields) {
    Optional<Node> node = fields.required("tcp");
    fields.refuseUnknown();
    return node.flatMap(
        value ->
            new SocketAddresses(scalars, NO_PORT)
                .read(value, "tcp")
                .filter(address -> isTarget(address, value))
                .map(Canary::new));
  }

  private boolean isTarget(InetSocketAddress address, Node value) {
    boolean target = address.getPort() != NO_PORT && !address.getAddress().isAnyLocalAddress();
    if (!target) {
      problems.error(value.span(), "a canary needs a real address and port");
    }
    return target;
  }
}
