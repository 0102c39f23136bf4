package org.popdns.config.read;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.popdns.config.dynamic.PoolKeys;
import org.popdns.config.model.Capacity;
import org.popdns.config.model.Check;
import org.popdns.config.model.HostStatus;
import org.popdns.config.model.Member;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Quoted;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.Entry;
import org.popdns.config.tree.Node.ScalarNode;
import org.popdns.config.tree.Scalars;

/** Reads the members of one cluster. Used by the one thread that loads. */
final class MemberYaml {

  /** In place of a check's name: it is not probed. */
  static final String NO_CHECK = "none";

  private final FileProblems problems;
  private final Scalars scalars;
  private final Checks checks;
  private final Optional<Check> usual;

  /** The checks of the same file. */
  interface Checks {

    /** The one that a node names; empty if there is none, and then the problems say so. */
    Optional<Check> named(Node node);
  }

  /**
   * Reads members of a cluster.
   *
   * @param usual the cluster's check; empty if it was refused
   */
  MemberYaml(FileProblems problems, Checks checks, Optional<Check> usual) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
    this.checks = checks;
    this.usual = usual;
  }

  /** The members at a site, as far as they are right. */
  List<Member> membersAt(Entry site) {
    Map<String, Span> names = new HashMap<>();
    Map<InetAddress, Span> addresses = new HashMap<>();
    List<Member> hosts = new ArrayList<>();
    List<Node> nodes = Scalars.oneOrMore(site.value());
    for (Node node : nodes) {
      host(node, addresses)
          .ifPresent(
              host -> {
                Span first = names.putIfAbsent(host.name(), node.span());
                if (first != null) {
                  problems.error(
                      node.span(),
                      "host "
                          + Quoted.of(host.name())
                          + " stands in line "
                          + first.line()
                          + " already");
                }
                hosts.add(host);
              });
    }
    if (nodes.isEmpty()) {
      problems.error(
          site.key().span(),
          "site " + Quoted.of(site.key().text()) + " has an empty list of members");
    }
    return hosts;
  }

  private Optional<Member> host(Node node, Map<InetAddress, Span> seen) {
    if (node instanceof ScalarNode scalar) {
      return address(node, seen).map(address -> new Member(scalar.text(), List.of(address)));
    }
    return Fields.of(node, "member", node.span(), problems)
        .flatMap(
            fields -> {
              Optional<String> name = fields.optional("name").flatMap(n -> scalars.name(n, "name"));
              List<InetAddress> addresses = new ArrayList<>();
              Optional<Node> given = fields.required("addresses");
              List<Node> nodes = given.map(Scalars::oneOrMore).orElse(List.of());
              nodes.forEach(n -> address(n, seen).ifPresent(addresses::add));
              if (given.isPresent() && nodes.isEmpty()) {
                problems.error(given.get().span(), "a member needs at least one address");
              }
              int weight =
                  fields
                      .optional("weight")
                      .flatMap(n -> scalars.integer(n, "weight", 1, PoolKeys.HEAVIEST))
                      .map(Long::intValue)
                      .orElse(1);
              Optional<Long> capacity =
                  fields
                      .optional("capacity")
                      .flatMap(n -> scalars.integer(n, "capacity", 1, Capacity.MOST));
              boolean disabled =
                  fields
                      .optional("disabled")
                      .flatMap(n -> scalars.flag(n, "disabled"))
                      .orElse(false);
              Optional<Node> checkNode = fields.optional("check");
              boolean unprobed = checkNode.filter(MemberYaml::isNone).isPresent();
              Optional<Check> own = checkNode.filter(n -> !isNone(n)).flatMap(checks::named);
              Optional<Check> check =
                  fields
                      .optional("port")
                      .flatMap(n -> atPort(n, checkNode.isPresent() ? own : usual, unprobed))
                      .or(() -> own);
              fields.refuseUnknown();
              HostStatus status =
                  disabled ? HostStatus.DOWN : unprobed ? HostStatus.UP : HostStatus.OBEY;
              return addresses.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new Member(
                          name.orElseGet(() -> text(nodes)),
                          weight,
                          capacity,
                          status,
                          check,
                          addresses));
            });
  }

  private Optional<Check> atPort(Node node, Optional<Check> check, boolean unprobed) {
    Optional<Integer> port = scalars.integer(node, "port", 1, 65535).map(Long::intValue);
    if (unprobed) {
      problems.error(node.span(), "a member that is not probed has no port");
      return Optional.empty();
    }
    Optional<Check> other = port.flatMap(number -> check.flatMap(of -> of.atPort(number)));
    if (port.isPresent() && check.isPresent() && other.isEmpty()) {
      problems.error(
          node.span(),
          "the check "
              + Quoted.of(check.get().name())
              + " ("
              + check.get().probe().kind()
              + ") has no port");
    }
    return other;
  }

  private static boolean isNone(Node check) {
    return check instanceof ScalarNode scalar && scalar.text().equals(NO_CHECK);
  }

  private static String text(List<Node> addresses) {
    return addresses.getFirst() instanceof ScalarNode scalar ? scalar.text() : "";
  }

  private Optional<InetAddress> address(Node node, Map<InetAddress, Span> seen) {
    Optional<InetAddress> address = scalars.address(node, "member address");
    return address.filter(
        found -> {
          Span first = seen.putIfAbsent(found, node.span());
          if (first != null) {
            problems.error(
                node.span(),
                "address "
                    + found.getHostAddress()
                    + " stands in line "
                    + first.line()
                    + " of this site already");
          }
          return first == null;
        });
  }
}
