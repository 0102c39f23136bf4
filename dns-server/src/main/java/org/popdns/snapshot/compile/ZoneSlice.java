package org.popdns.snapshot.compile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.popdns.config.model.RecordSet;
import org.popdns.record.RecordType;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.compile.AnswerEncoder.Base;
import org.popdns.snapshot.compile.ZoneTree.Node;

/**
 * Writes the nodes and answers of a row of names, one of several that make a zone. Used by one
 * thread; others write other rows meanwhile.
 */
final class ZoneSlice {

  /** A type's answer at a node. */
  private record TypeEntry(long answer, int flags) {}

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
            : CompiledZone.NONE;

    byte[] wire = node.name().toLowerCaseWire();
    int nameLength = wire.length - tree.origin().lengthBytes();
    int entriesLength = entries.size() * CompiledZone.NODE_ENTRY_BYTES;
    int offset = memory.reserve(CompiledZone.NODE_HEADER_BYTES + entriesLength + nameLength);
    memory.u8(offset, nameLength);
    memory.u8(offset + 1L, node.isCut() ? CompiledZone.FLAG_CUT : 0);
    memory.u16(offset + 2L, entries.size());
    memory.reference(offset + 8L, other);
    memory.reference(offset + 12L, redirect);
    int at = offset + CompiledZone.NODE_HEADER_BYTES;
    for (Map.Entry<Integer, TypeEntry> entry : entries.entrySet()) {
      memory.u16(at, entry.getKey());
      memory.u16(at + 2L, entry.getValue().flags);
      memory.reference(at + 4L, entry.getValue().answer);
      at += CompiledZone.NODE_ENTRY_BYTES;
    }
    memory.bytes(at, wire, 0, nameLength);
    return offset;
  }

  private long compileCut(Node cut, Map<Integer, TypeEntry> entries) {
    // RFC 4035 §3.1.4.1: of a delegation point's data only DS is answered from this side.
    RecordSet ds = cut.sets().get(RecordType.DS);
    long answer =
        ds == null
            ? noData
            : encoder.encode(planner.at(cut, RecordType.DS), cut.name(), Base.EXACT, 0);
    entries.put(RecordType.DS, new TypeEntry(answer, ds == null ? 0 : CompiledZone.ENTRY_REAL));
    // The question may be a name that an asterisk stands for, and need not end in it.
    Base base = cut.name().isWildcard() ? Base.WILDCARD : Base.ANCESTOR;
    return encoder.encode(planner.referral(cut), cut.name(), base, 0);
  }

  private long compileName(Node node, Map<Integer, TypeEntry> entries) {
    Base base = node.name().isWildcard() ? Base.WILDCARD : Base.EXACT;
    if (!node.sets().containsKey(RecordType.CNAME)) {
      compileTypes(node, base, node.sets().keySet(), noData, entries);
      return CompiledZone.NONE;
    }
    AnswerPlan otherwise = planner.otherwise(node);
    long other = encoder.encode(otherwise, node.name(), base, 0);
    compileTypes(node, base, node.sets().keySet(), other, entries);
    // What the CNAMEs lead to is answered for as well.
    compileTypes(node, base, otherwise.typesAtEnd, other, entries);
    return other;
  }

  private void compileTypes(
      Node node, Base base, Set<Integer> types, long whenEmpty, Map<Integer, TypeEntry> entries) {
    for (int type : types) {
      if (!entries.containsKey(type)) {
        long answer = encoder.encode(planner.at(node, type), node.name(), base, whenEmpty);
        int flags = node.sets().containsKey(type) ? CompiledZone.ENTRY_REAL : 0;
        entries.put(type, new TypeEntry(answer, flags));
      }
    }
  }
}
