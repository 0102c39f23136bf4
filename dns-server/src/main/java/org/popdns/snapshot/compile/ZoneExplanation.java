package org.popdns.snapshot.compile;

import java.util.ArrayList;
import java.util.List;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.snapshot.compile.AnswerPlan.Entry;
import org.popdns.snapshot.compile.AnswerPlan.Owner;
import org.popdns.snapshot.compile.ZoneTree.Match;
import org.popdns.snapshot.compile.ZoneTree.Node;
import org.popdns.wire.Rcode;

/**
 * How a zone comes to its answer: what the compiler planned for a name and type, with the records
 * it used. For the operator; made on the control side.
 *
 * @param match what the name is in the zone, in words
 * @param rcode the answer's rcode
 * @param answer the RRsets of the answer section, in their order: CNAMEs, then what they lead to
 * @param authority the RRsets of the authority section
 * @param additional the RRsets of the additional section, if they fit
 */
public record ZoneExplanation(
    String match, int rcode, List<Step> answer, List<Step> authority, List<Step> additional) {

  /**
   * An RRset and whose name owns it in the answer.
   *
   * @param owner the name that owns it there
   * @param set the RRset as the file says it
   * @param ttlSeconds its TTL in the answer
   */
  public record Step(DomainName owner, RecordSet set, long ttlSeconds) {}

  /** Copies the lists. */
  public ZoneExplanation {
    answer = List.copyOf(answer);
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
  }

  /**
   * Explains.
   *
   * @param name at or below the zone's origin
   * @param type the type asked
   */
  public static ZoneExplanation of(Zone zone, DomainName name, int type) {
    ZoneTree tree = ZoneTree.searched(zone);
    AnswerPlanner planner = new AnswerPlanner(tree);
    return switch (tree.match(name)) {
      case Match.Exact(Node node) -> of("the name exists", plan(planner, node, type), name);
      case Match.Wildcard(Node node) ->
          of("the wildcard " + node.name() + " stands for it", plan(planner, node, type), name);
      case Match.Delegated(Node cut) when type == RecordType.DS && cut.name().equals(name) ->
          of(
              "the name is a delegation point, and DS is answered from this side",
              planner.at(cut, type),
              name);
      case Match.Delegated(Node cut) ->
          of("it is delegated at " + cut.name(), planner.referral(cut), name);
      case Match.Redirected(Node owner) ->
          of(
              "it is redirected by the DNAME record at " + owner.name(),
              planner.below(owner, name, type),
              name);
      case Match.Nonexistent() ->
          of("the name does not exist", planner.denial(Rcode.NXDOMAIN), name);
    };
  }

  private static AnswerPlan plan(AnswerPlanner planner, Node node, int type) {
    // RFC 8482 §4.1: ANY gets one RRset that exists.
    boolean any = type == RecordType.ANY && !node.sets().isEmpty();
    return planner.at(node, any ? node.sets().firstKey() : type);
  }

  private static ZoneExplanation of(String match, AnswerPlan plan, DomainName qname) {
    List<Entry> additional = new ArrayList<>(plan.requiredAdditional);
    additional.addAll(plan.optionalAdditional);
    return new ZoneExplanation(
        match,
        plan.rcode,
        steps(plan.answer, qname),
        steps(plan.authority, qname),
        steps(additional, qname));
  }

  private static List<Step> steps(List<Entry> entries, DomainName qname) {
    return entries.stream()
        .map(
            entry ->
                new Step(
                    switch (entry.owner()) {
                      case Owner.Qname() -> qname;
                      case Owner.Name(DomainName name) -> name;
                    },
                    entry.set(),
                    entry.ttlSeconds()))
        .toList();
  }
}
