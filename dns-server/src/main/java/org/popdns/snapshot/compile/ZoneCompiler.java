package org.popdns.snapshot.compile;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.popdns.config.model.Zone;
import org.popdns.name.DomainName;
import org.popdns.snapshot.CompiledNode;
import org.popdns.snapshot.CompiledZone;
import org.popdns.snapshot.NodeIndex;
import org.popdns.snapshot.SlotDirectory;
import org.popdns.snapshot.compile.AnswerEncoder.Base;
import org.popdns.wire.NameHash;
import org.popdns.wire.Rcode;

/**
 * Compiles zones: works out and encodes the answer of each name and type, and puts the names into a
 * hash table. Called by the control side; an instance compiles one zone after the other, on one
 * thread, and takes more threads for a large one.
 */
public final class ZoneCompiler {

  private static final int SLICE_NAMES = 1 << 14;

  private final SlotDirectory slots;
  private final int sliceNames;
  private final ServedMemory served = new ServedMemory();
  private final AnswerEncoder shared;
  private final AnswerEncoder first;

  /**
   * Prepares for the zones of one load.
   *
   * @param slots numbers the slots of the clusters that zones name
   */
  public ZoneCompiler(SlotDirectory slots) {
    this(slots, SLICE_NAMES);
  }

  /**
   * The same.
   *
   * @param sliceNames how many names a slice has at least, which a thread is worth for
   */
  public ZoneCompiler(SlotDirectory slots, int sliceNames) {
    this.slots = slots;
    this.sliceNames = sliceNames;
    this.shared = new AnswerEncoder(new ZoneMemory(), slots);
    this.first = new AnswerEncoder(new ZoneMemory(), slots);
  }

  /** Compiles a single zone; see {@link #compile(Zone)}. */
  public static CompiledZone compile(Zone zone, SlotDirectory slots) {
    return new ZoneCompiler(slots).compile(zone);
  }

  /**
   * Compiles a zone.
   *
   * @throws ZoneTooLargeException if an RRset fits no message or the zone no memory
   */
  public CompiledZone compile(Zone zone) {
    try {
      return compile(new ZoneTree(zone), zone);
    } catch (ZoneTooLargeException e) {
      throw new ZoneTooLargeException("zone " + zone.origin() + ": " + e.getMessage());
    } catch (OutOfMemoryError e) {
      throw new ZoneTooLargeException(
          "zone "
              + zone.origin()
              + ": needs more memory than the JVM's heap has left: -Xmx in POPDNS_JAVA_OPTS makes"
              + " it larger");
    }
  }

  private CompiledZone compile(ZoneTree tree, Zone zone) {
    DomainName origin = tree.origin();
    AnswerPlanner planner = new AnswerPlanner(tree);
    shared.memory().reset(ZoneMemory.ALIGNMENT_BYTES, 0);
    long noData = shared.encode(planner.denial(Rcode.NOERROR), origin, Base.ANCESTOR, 0);
    long nxDomain = shared.encode(planner.denial(Rcode.NXDOMAIN), origin, Base.ANCESTOR, 0);

    int[] nodes = new int[tree.size()];
    List<Slice> slices = slices(tree, planner, noData);
    if (slices.size() == 1) {
      slices.getFirst().write(nodes);
    } else {
      ForkJoinTask.invokeAll(
          slices.stream().map(slice -> ForkJoinTask.adapt(() -> slice.write(nodes))).toList());
    }
    MemorySegment data = assemble(slices, nodes);
    linkWildcards(tree, nodes, data);
    MemorySegment order = order(nodes);
    MemorySegment index = index(tree, nodes, (int) (order.byteSize() >>> 2));
    return new CompiledZone(
        origin,
        zone.serial(),
        zone.steering().clientSubnet(),
        index,
        data,
        noData,
        nxDomain,
        order);
  }

  /** The nodes in canonical order, which names are numbered in. */
  private MemorySegment order(int[] nodes) {
    int[] order = new int[nodes.length];
    int names = 0;
    for (int node : nodes) {
      order[names] = node >>> 3;
      names += node == 0 ? 0 : 1;
    }
    MemorySegment copy = served.allocate((long) names << 2);
    MemorySegment.copy(order, 0, copy, ValueLayout.JAVA_INT, 0, names);
    return copy;
  }

  /** A row of names with the memory that they are written into. */
  private record Slice(ZoneSlice writer, ZoneMemory memory, int from, int to) {

    void write(int[] nodes) {
      writer.write(from, to, nodes);
    }

    void copyTo(MemorySegment data, int offset, int[] nodes) {
      int moved = offset - memory.first();
      memory.copyTo(data, offset);
      for (int number = from; number < to; number++) {
        nodes[number] += nodes[number] == 0 ? 0 : moved;
      }
    }
  }

  private List<Slice> slices(ZoneTree tree, AnswerPlanner planner, long noData) {
    int threads = ForkJoinPool.getCommonPoolParallelism() + 1;
    int count = Math.clamp(tree.size() / sliceNames, 1, 2 * threads);
    // A node and an answer take some forty bytes each beside the record itself.
    int expectedBytes = (int) Math.min(1 << 30, 64L * tree.size() + tree.sets().bytes().length);
    List<Slice> slices = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      AnswerEncoder encoder = i == 0 ? first : new AnswerEncoder(new ZoneMemory(), slots);
      encoder.memory().reset(shared.memory().end(), expectedBytes / count);
      slices.add(
          new Slice(
              new ZoneSlice(tree, planner, encoder, noData),
              encoder.memory(),
              (int) ((long) tree.size() * i / count),
              (int) ((long) tree.size() * (i + 1) / count)));
    }
    return slices;
  }

  private MemorySegment assemble(List<Slice> slices, int[] nodes) {
    ZoneMemory common = shared.memory();
    long length = common.end();
    for (Slice slice : slices) {
      length += slice.memory.end() - slice.memory.first();
    }
    if (length > Integer.MAX_VALUE - ZoneMemory.ALIGNMENT_BYTES) {
      throw ZoneMemory.tooLarge();
    }
    // Readable 8 bytes beyond its end.
    MemorySegment data = served.allocate(length + ZoneMemory.ALIGNMENT_BYTES);
    common.copyTo(data, common.first());
    int offset = common.end();
    for (Slice slice : slices) {
      slice.copyTo(data, offset, nodes);
      offset += slice.memory.end() - slice.memory.first();
    }
    return data;
  }

  private static void linkWildcards(ZoneTree tree, int[] nodes, MemorySegment data) {
    for (int number = 0; number < nodes.length; number++) {
      int parent = nodes[number] == 0 ? -1 : tree.wildcardParent(number);
      if (parent >= 0) {
        CompiledNode.linkWildcard(data, nodes[parent], nodes[number]);
      }
    }
  }

  private MemorySegment index(ZoneTree tree, int[] nodes, int names) {
    MemorySegment index = served.allocate(NodeIndex.sizeBytes(names));
    long originHash = NameHash.of(tree.origin().toWire());
    for (int number = 0; number < nodes.length; number++) {
      if (nodes[number] != 0) {
        NodeIndex.put(index, tree.hash(number, originHash), nodes[number]);
      }
    }
    return index;
  }
}
