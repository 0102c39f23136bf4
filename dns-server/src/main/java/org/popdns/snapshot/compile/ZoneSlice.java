package org.popdns.snapshot.compile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.popdns.config.model.RecordSet;
import org.popdns.record.RecordType;
import org.popdns.snapshot.CompiledNode;
import org.popdns.snapshot.compile.AnswerEncoder.Base;
import org.popdns.snapshot.compile.ZoneTree.Node;

/**
 * Writes the nodes and answers of a row of names, one of several that make a zone. Used by one
 * thread; others write other rows meanwhile.
 */
final class ZoneSlice {

  /** A type's answer at a node. */
  private record TypeEntry(long answer, int presence) {}

  private final ZoneTree tree;
  private final AnswerPlanner planner;
  private final ZoneMemory memory;
  private final AnswerEncoder encoder;
  private final PlainAnswers plain;
  private final long noData;

  /**
   * Prepares.
   *
   * @param encoder its memory is reset to the end of what all slices share
   * @param noData the zone's answer NOERROR with the SOA
   */
  ZoneSlice(ZoneTree tree, AnswerPlanner planner, AnswerEncoder encoder, long noData) {
    this.tree = tree;
    this.planner = planner;
    this.encoder = encoder;
    this.memory = encoder.memory();
    this.plain = new PlainAnswers(tree, memory);
    this.noData = noData;
  }

  /**
   * Writes the names of some numbers.
   *
   * @param nodeOffsets receives each node's offset; 0 for those that are none
   */
  void write(int from, int to, int[] nodeOffsets) {
    for (int number = from; number < to; number++) {
      if (tree.isNode(number)) {
        nodeOffsets[number] =
            plain.canWrite(number) ? plain.write(number, noData) : writeNode(tree.node(number));
      }
    }
  }

  private int writeNode(Node node) {
    Map<Integer, TypeEntry> entries = new LinkedHashMap<>();
    long other = node.isCut() ? compileCut(node, entries) : compileName(node, entries);

    boolean redirects = !node.isCut() && node.sets().containsKey(RecordType.DNAME);
    long redirect =
        redirects
            ? encoder.encode(planner.redirectionAt(node), node.name(), Base.ANCESTOR, 0)
            : CompiledNode.NONE;

    byte[] wire = node.name().toLowerCaseWire();
    int nameLength = wire.length - tree.origin().lengthBytes();
    int types = entries.size();
    int offset = memory.reserve(CompiledNode.sizeBytes(types, nameLength));
    int kind = node.isCut() ? CompiledNode.CUT : CompiledNode.NAME;
    CompiledNode.writeHeader(memory, offset, kind, types, nameLength, other, redirect);
    int index = 0;
    for (Map.Entry<Integer, TypeEntry> entry : entries.entrySet()) {
      TypeEntry value = entry.getValue();
      CompiledNode.writeEntry(
          memory, offset, index++, entry.getKey(), value.presence, value.answer);
    }
    memory.bytes((int) CompiledNode.labels(offset, types), wire, 0, nameLength);
    return offset;
  }

  private long compileCut(Node cut, Map<Integer, TypeEntry> entries) {
    // RFC 4035 §3.1.4.1: of a delegation point's data only DS is answered from this side.
    RecordSet ds = cut.sets().get(RecordType.DS);
    long answer =
        ds == null
            ? noData
            : encoder.encode(planner.at(cut, RecordType.DS), cut.name(), Base.EXACT, 0);
    int presence = ds == null ? CompiledNode.ABSENT : CompiledNode.PRESENT;
    entries.put(RecordType.DS, new TypeEntry(answer, presence));
    // The question may be a name that an asterisk stands for, and need not end in it.
    Base base = cut.name().isWildcard() ? Base.WILDCARD : Base.ANCESTOR;
    return encoder.encode(planner.referral(cut), cut.name(), base, 0);
  }

  private long compileName(Node node, Map<Integer, TypeEntry> entries) {
    Base base = node.name().isWildcard() ? Base.WILDCARD : Base.EXACT;
    if (!node.sets().containsKey(RecordType.CNAME)) {
      compileTypes(node, base, node.sets().keySet(), noData, entries);
      return CompiledNode.NONE;
    }
    AnswerPlan otherwise = planner.otherwise(node);
    long nowhere =
        planner
            .withoutAlias(otherwise)
            .map(plan -> encoder.encode(plan, node.name(), base, 0))
            .orElse(CompiledNode.NONE);
    long other = encoder.encode(otherwise, node.name(), base, nowhere);
    long whenEmpty = nowhere == CompiledNode.NONE ? other : nowhere;
    compileTypes(node, base, node.sets().keySet(), whenEmpty, entries);
    // What the CNAMEs lead to is answered for as well.
    compileTypes(node, base, otherwise.typesAtEnd, whenEmpty, entries);
    return other;
  }

  private void compileTypes(
      Node node, Base base, Set<Integer> types, long whenEmpty, Map<Integer, TypeEntry> entries) {
    for (int type : types) {
      if (!entries.containsKey(type)) {
        long answer = encoder.encode(planner.at(node, type), node.name(), base, whenEmpty);
        int presence = node.sets().containsKey(type) ? CompiledNode.PRESENT : CompiledNode.ABSENT;
        entries.put(type, new TypeEntry(answer, presence));
      }
    }
  }
}
