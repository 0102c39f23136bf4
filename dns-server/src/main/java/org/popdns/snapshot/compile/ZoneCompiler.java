package org.popdns.snapshot.compile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.popdns.config.model.DomainName;
import org.popdns.config.model.RecordSet;
import org.popdns.config.model.Zone;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.compile.AnswerEncoder.Base;
import org.popdns.snapshot.compile.ZoneTree.Node;
import org.popdns.wire.NameHash;
import org.popdns.wire.Rcode;
import org.popdns.wire.RecordType;

/**
 * Compiles a zone: works out and encodes the answer of each name and type, and puts the names into
 * a hash table. Called by the control side; one instance per zone, on one thread.
 */
public final class ZoneCompiler {

  /** A type's answer at a node. */
  private record TypeEntry(long answer, int flags) {}

  private final Zone zone;
  private final ZoneTree tree;
  private final AnswerPlanner planner;
  private final ZoneMemory memory = new ZoneMemory();
  private final AnswerEncoder encoder;
  private final Map<DomainName, Integer> nodeOffsets = new HashMap<>();

  private ZoneCompiler(Zone zone, SlotDirectory slots) {
    this.zone = zone;
    tree = new ZoneTree(zone);
    planner = new AnswerPlanner(tree);
    encoder = new AnswerEncoder(memory, slots);
  }

  /**
   * Compiles a zone.
   *
   * @param slots numbers the slots of the clusters that the zone names
   * @throws ZoneTooLargeException if an RRset fits no message or the zone no memory
   */
  public static CompiledZone compile(Zone zone, SlotDirectory slots) {
    try {
      return new ZoneCompiler(zone, slots).compile();
    } catch (ZoneTooLargeException e) {
      throw new ZoneTooLargeException("zone " + zone.origin() + ": " + e.getMessage());
    }
  }

  private CompiledZone compile() {
    DomainName origin = zone.origin();
    long noData = encoder.encode(planner.denial(Rcode.NOERROR), origin, Base.ANCESTOR, 0);
    long nxDomain = encoder.encode(planner.denial(Rcode.NXDOMAIN), origin, Base.ANCESTOR, 0);
    for (Node node : tree.nodes()) {
      nodeOffsets.put(node.name(), writeNode(node, noData));
    }
    linkWildcards();
    MemorySegment index = buildIndex();
    return new CompiledZone(
        origin, zone.serial(), index, memory.freeze(), noData, nxDomain, nodeOffsets.size());
  }

  private int writeNode(Node node, long noData) {
    Map<Integer, TypeEntry> entries = new LinkedHashMap<>();
    long other =
        node.isCut() ? compileCut(node, entries, noData) : compileName(node, entries, noData);

    boolean redirects = !node.isCut() && node.sets().containsKey(RecordType.DNAME);
    long redirect =
        redirects
            ? encoder.encode(planner.redirectionAt(node), node.name(), Base.ANCESTOR, 0)
            : CompiledZone.NONE;

    byte[] wire = node.name().toLowerCaseWire();
    int nameLength = wire.length - zone.origin().lengthBytes();
    int entriesLength = entries.size() * CompiledZone.NODE_ENTRY_BYTES;
    int offset = memory.reserve(CompiledZone.NODE_HEADER_BYTES + entriesLength + nameLength);
    memory.u8(offset, nameLength);
    memory.u8(offset + 1, node.isCut() ? CompiledZone.FLAG_CUT : 0);
    memory.u16(offset + 2, entries.size());
    memory.reference(offset + 8, other);
    memory.reference(offset + 12, redirect);
    int at = offset + CompiledZone.NODE_HEADER_BYTES;
    for (Map.Entry<Integer, TypeEntry> entry : entries.entrySet()) {
      memory.u16(at, entry.getKey());
      memory.u16(at + 2, entry.getValue().flags);
      memory.reference(at + 4, entry.getValue().answer);
      at += CompiledZone.NODE_ENTRY_BYTES;
    }
    memory.bytes(at, wire, nameLength);
    return offset;
  }

  private long compileCut(Node cut, Map<Integer, TypeEntry> entries, long noData) {
    // RFC 4035 §3.1.4.1: of a delegation point's data only DS is answered from this side.
    RecordSet ds = cut.sets().get(RecordType.DS);
    long answer =
        ds == null
            ? noData
            : encoder.encode(planner.at(cut, RecordType.DS), cut.name(), Base.EXACT, 0);
    entries.put(RecordType.DS, new TypeEntry(answer, ds == null ? 0 : CompiledZone.ENTRY_REAL));
    return encoder.encode(planner.referral(cut), cut.name(), Base.ANCESTOR, 0);
  }

  private long compileName(Node node, Map<Integer, TypeEntry> entries, long noData) {
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

  private void linkWildcards() {
    for (Node node : tree.nodes()) {
      Node wildcard = tree.wildcardOf(node);
      if (wildcard != null) {
        memory.reference(offsetOf(node) + 4L, offsetOf(wildcard));
      }
    }
  }

  private int offsetOf(Node node) {
    Integer offset = nodeOffsets.get(node.name());
    if (offset == null) {
      throw new IllegalStateException(node.name() + " was not written");
    }
    return offset;
  }

  private MemorySegment buildIndex() {
    // At most half full, so that a name that is not there is missed soon.
    long capacity = Math.max(2, Long.highestOneBit(nodeOffsets.size() * 2L - 1) << 1);
    MemorySegment index = Arena.ofAuto().allocate(capacity << 3, 8);
    for (Map.Entry<DomainName, Integer> node : nodeOffsets.entrySet()) {
      long hash = NameHash.ofLowerCase(node.getKey().toLowerCaseWire());
      long slot = hash & (capacity - 1);
      while (index.get(ValueLayout.JAVA_INT, slot << 3) != 0) {
        slot = (slot + 1) & (capacity - 1);
      }
      index.set(ValueLayout.JAVA_INT, slot << 3, node.getValue() >>> 3);
      index.set(ValueLayout.JAVA_INT, (slot << 3) + 4, (int) (hash >>> 32));
    }
    return index;
  }
}
