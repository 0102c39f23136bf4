package org.popdns.config.read;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.popdns.config.model.Announcement;
import org.popdns.config.model.IpPrefix;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Mark;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.problem.Spelling;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.MappingNode;
import org.popdns.config.tree.Scalars;
import org.popdns.config.write.AddressFormat;

/** Reads {@code announce} in {@code popdns.yaml}. Used once, by the one thread that loads. */
final class AnnounceYaml {

  private static final Duration UNFIT_AFTER = Duration.ZERO;
  private static final Duration HOLD_UP = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_SITES = 1000;

  private final FileProblems problems;
  private final Scalars scalars;
  private final List<InetSocketAddress> listen;
  private final Map<IpPrefix, Span> seen = new HashMap<>();

  /**
   * A reader.
   *
   * @param listen the addresses that are answered on, to find routes that lead to none of them
   */
  AnnounceYaml(FileProblems problems, List<InetSocketAddress> listen) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
    this.listen = listen;
  }

  /** What a name or a number refers to that only the clusters file can confirm. */
  private record Claim(String entry, Mark where, Optional<String> cluster, int keepSites) {}

  /** The entries, and what is to be checked against the clusters file. */
  record Contents(Map<String, Announcement> entries, List<Claim> claims) {

    /** Nothing is announced. */
    static final Contents EMPTY = new Contents(Map.of(), List.of());

    /**
     * The entries, after what they refer to was checked.
     *
     * @param known false if the clusters file could not be read, so that nothing can be said
     */
    Map<String, Announcement> checked(boolean known, Optional<TopologyYaml.Contents> topology) {
      if (known) {
        Set<String> clusters = topology.map(TopologyYaml.Contents::clusterNames).orElse(Set.of());
        // A node without a clusters file stands alone.
        int sites =
            topology.isEmpty()
                ? 1
                : topology.get().siteNames().map(Set::size).orElse(Integer.MAX_VALUE);
        claims.forEach(claim -> check(claim, clusters, sites));
      }
      return entries;
    }

    /**
     * Warns of clusters that are required and never answered with.
     *
     * @param leading the clusters that names of zones lead to; asked if there is anything to
     *     compare with
     */
    void warnOfUnled(Supplier<Set<String>> leading) {
      if (claims.isEmpty()) {
        return;
      }
      Set<String> led = leading.get();
      for (Claim claim : claims) {
        claim
            .cluster()
            .filter(name -> !led.contains(name))
            .ifPresent(
                name ->
                    claim
                        .where()
                        .warning(
                            "no zone leads to cluster "
                                + Quoted.of(name)
                                + ", so that this node would never be fit"));
      }
    }

    private static void check(Claim claim, Set<String> clusters, int sites) {
      claim
          .cluster()
          .filter(name -> !clusters.contains(name))
          .ifPresent(
              name ->
                  claim
                      .where()
                      .error(
                          "unknown cluster " + Quoted.of(name), Spelling.nearest(name, clusters)));
      if (claim.keepSites() > sites) {
        claim
            .where()
            .error(
                "keep-sites is "
                    + claim.keepSites()
                    + ", but there "
                    + (sites == 1 ? "is 1 site" : "are " + sites + " sites"));
      }
    }
  }

  /** Reads the section. */
  Contents read(Entry section) {
    Map<String, Announcement> entries = new LinkedHashMap<>();
    List<Claim> claims = new ArrayList<>();
    if (!(section.value() instanceof MappingNode mapping)) {
      scalars.mismatch(section.value(), "announce", "a mapping of names");
      return Contents.EMPTY;
    }
    for (Entry entry : mapping.entries()) {
      String name = entry.key().text();
      scalars.name(entry.key(), "the name of an announcement");
      Fields.of(entry.value(), "announcement " + Quoted.of(name), entry.key().span(), problems)
          .ifPresent(fields -> entries.put(name, entry(name, fields, claims)));
    }
    return new Contents(entries, claims);
  }

  private Announcement entry(String name, Fields fields, List<Claim> claims) {
    List<IpPrefix> prefixes = fields.required("prefixes").map(this::prefixes).orElse(List.of());
    List<String> requires =
        fields.optional("requires").map(node -> requires(name, node, claims)).orElse(List.of());
    Optional<Node> keep = fields.optional("keep-sites");
    int keepSites =
        keep.flatMap(node -> scalars.integer(node, "keep-sites", 1, MOST_SITES))
            .map(Long::intValue)
            .orElse(1);
    keep.ifPresent(
        node ->
            claims.add(
                new Claim(name, new Mark(problems, node.span()), Optional.empty(), keepSites)));
    Duration unfitAfter = duration(fields, "unfit-after", UNFIT_AFTER);
    Duration holdUp = duration(fields, "hold-up", HOLD_UP);
    fields.refuseUnknown();
    return new Announcement(name, prefixes, requires, keepSites, unfitAfter, holdUp);
  }

  private Duration duration(Fields fields, String key, Duration otherwise) {
    return fields
        .optional(key)
        .flatMap(node -> scalars.duration(node, key, Duration.ZERO, LONGEST))
        .orElse(otherwise);
  }

  private List<IpPrefix> prefixes(Node value) {
    List<IpPrefix> prefixes = new ArrayList<>();
    Prefixes reader = new Prefixes(scalars, problems);
    List<Node> items = Scalars.oneOrMore(value);
    for (Node item : items) {
      Optional<IpPrefix> prefix = reader.read(item, "prefixes");
      if (prefix.isEmpty()) {
        continue;
      }
      Span first = seen.putIfAbsent(prefix.get(), item.span());
      if (first != null) {
        problems.error(item.span(), "this prefix stands in line " + first.line() + " already");
      } else {
        unanswered(prefix.get()).ifPresent(reason -> problems.error(item.span(), reason));
      }
      prefixes.add(prefix.get());
    }
    if (items.isEmpty()) {
      problems.error(value.span(), "prefixes needs at least one prefix");
    }
    return prefixes;
  }

  /**
   * Why a route may lead where nothing is answered; empty if it can't. A wildcard address does not
   * count: which addresses the host has is not known here, and a route is announced only while the
   * server answers itself at an address within it.
   */
  private Optional<String> unanswered(IpPrefix prefix) {
    if (listen.stream()
        .anyMatch(at -> !at.getAddress().isAnyLocalAddress() && prefix.contains(at.getAddress()))) {
      return Optional.empty();
    }
    int familyBytes = prefix.network().getAddress().length;
    Optional<InetSocketAddress> wildcard =
        listen.stream()
            .filter(at -> at.getAddress().isAnyLocalAddress())
            .filter(at -> at.getAddress().getAddress().length == familyBytes)
            .findFirst();
    String within = AddressFormat.of(prefix);
    return Optional.of(
        wildcard
            .map(
                at ->
                    "no address under 'listen' is within "
                        + within
                        + ", and "
                        + AddressFormat.of(at)
                        + " names none: put the address that is to be announced in its place")
            .orElse(
                "no address under 'listen' is within "
                    + within
                    + ": its route would lead where nothing is answered"));
  }

  private List<String> requires(String entry, Node value, List<Claim> claims) {
    Set<String> clusters = new LinkedHashSet<>();
    for (Node item : Scalars.oneOrMore(value)) {
      scalars
          .name(item, "requires")
          .ifPresent(
              name -> {
                if (!clusters.add(name)) {
                  problems.error(item.span(), Quoted.of(name) + " stands here twice");
                }
                claims.add(new Claim(entry, new Mark(problems, item.span()), Optional.of(name), 1));
              });
    }
    return List.copyOf(clusters);
  }
}
