package org.popdns.config.dynamic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.popdns.config.model.ClientCondition;
import org.popdns.config.problem.FileProblems;
import org.popdns.config.problem.Span;
import org.popdns.config.tree.Fields;
import org.popdns.config.tree.Node;
import org.popdns.config.tree.Node.SequenceNode;
import org.popdns.config.tree.Scalars;

/** Reads the rules of a dynamic record. Used by the one thread that loads. */
final class RuleYaml {

  private static final int MOST_OF_A_LIST = 10_000;

  private final FileProblems problems;
  private final Scalars scalars;

  RuleYaml(FileProblems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /**
   * A rule as it stands.
   *
   * @param number counted from 1, as octoDNS tells of it
   * @param pool the pool it names, which may not exist
   * @param ours what is said of it beside octoDNS's keys
   */
  record Found(
      int number,
      Span where,
      PoolYaml.Name pool,
      List<GeoCode> geos,
      List<SubnetText> subnets,
      OurKeys.OfRule ours) {

    ClientCondition clients() {
      return new ClientCondition(
          geos.stream().map(GeoCode::geo).toList(),
          subnets.stream().map(SubnetText::prefix).toList(),
          ours.asns());
    }

    /** True if it leaves no client out, at any site. */
    boolean isForAll() {
      return clients().isEverybody() && ours.sites().isEmpty();
    }
  }

  /** The rule; empty if it is refused, and then the problems say why. */
  Optional<Found> read(Node node, int number, OurKeys.OfRule ours) {
    Optional<Fields> found = Fields.of(node, "rule " + number, placeOf(node), problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    Optional<Node> poolNode = fields.required("pool");
    Optional<PoolYaml.Name> pool =
        poolNode
            .flatMap(text -> PoolYaml.name(text, "the pool of a rule", problems))
            .map(text -> new PoolYaml.Name(text, poolNode.get().span()));
    Optional<List<Node>> geoNodes = list(fields.optional("geos"), "geos");
    Optional<List<Node>> subnetNodes = list(fields.optional("subnets"), "subnets");
    fields.refuseUnknown();
    boolean complete = geoNodes.isPresent() && subnetNodes.isPresent();
    List<GeoCode> geos = new ArrayList<>();
    for (Node item : geoNodes.orElse(List.of())) {
      Optional<GeoCode> code = GeoCode.read(item, problems);
      code.ifPresent(geos::add);
      complete &= code.isPresent();
    }
    List<SubnetText> subnets = new ArrayList<>();
    for (Node item : subnetNodes.orElse(List.of())) {
      Optional<SubnetText> subnet = SubnetText.read(item, problems);
      subnet.ifPresent(subnets::add);
      complete &= subnet.isPresent();
    }
    return pool.isPresent() && complete
        ? Optional.of(new Found(number, fields.where(), pool.get(), geos, subnets, ours))
        : Optional.empty();
  }

  private static Span placeOf(Node node) {
    return node instanceof Node.MappingNode mapping && !mapping.entries().isEmpty()
        ? mapping.entries().getFirst().key().span()
        : node.span();
  }

  // octoDNS takes no single value for a list here.
  private Optional<List<Node>> list(Optional<Node> node, String what) {
    if (node.isEmpty()) {
      return Optional.of(List.of());
    }
    if (!(node.get() instanceof SequenceNode list)) {
      return scalars.mismatch(node.get(), what, "a list");
    }
    if (list.items().size() > MOST_OF_A_LIST) {
      problems.error(node.get().span(), "more than " + MOST_OF_A_LIST + " " + what + " in a rule");
      return Optional.empty();
    }
    return Optional.of(list.items());
  }
}
