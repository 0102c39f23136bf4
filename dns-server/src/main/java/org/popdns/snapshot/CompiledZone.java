package org.popdns.snapshot;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.popdns.name.DomainName;
import org.popdns.wire.NameHash;
import org.popdns.wire.Query;
import org.popdns.wire.Rcode;

/**
 * A zone in its served form: a hash table of its names ({@link NodeIndex}), and one block of memory
 * with a node for each name ({@link CompiledNode}) and the answers ({@link CompiledAnswer}) that
 * nodes lead to. Names at delegation points are in the table, names below them are not. Immutable.
 *
 * <pre>
 *   order: the nodes in canonical order of their names (RFC 4034 §6.1), the apex first
 *     u32 node / 8
 * </pre>
 */
public final class CompiledZone {

  /** No such node or answer. */
  public static final long NONE = CompiledNode.NONE;

  // All failed zones share their one answer, which has no records: SERVFAIL, without AA.
  private static final MemorySegment FAILED_INDEX = Arena.global().allocate(8, 8);
  private static final long FAILED_ANSWER = 8;
  private static final MemorySegment FAILED_DATA =
      Arena.global().allocate(FAILED_ANSWER + CompiledAnswer.sizeBytes(0, 0, 0) + 8, 8);

  static {
    CompiledAnswer.writeBare(FAILED_DATA, FAILED_ANSWER, Rcode.SERVFAIL);
  }

  private final DomainName origin;
  private final long[] originWords;
  private final int originLength;
  private final long serial;
  private final boolean clientSubnet;
  private final int labelCount;
  private final MemorySegment index;
  private final long mask;
  private final MemorySegment data;
  private final long noData;
  private final long nxDomain;
  private final MemorySegment order;

  /**
   * Takes over the memory.
   *
   * @param origin the apex
   * @param serial the SOA's serial
   * @param clientSubnet true if a query's client subnet option says who the client is
   * @param index the hash table of the names
   * @param data nodes and answers, with 8 readable bytes after the last
   * @param noData offset of the answer NOERROR with the SOA, compiled for the apex
   * @param nxDomain offset of the answer NXDOMAIN with the SOA, compiled for the apex
   * @param order the names in canonical order, four bytes for each
   */
  public CompiledZone(
      DomainName origin,
      long serial,
      boolean clientSubnet,
      MemorySegment index,
      MemorySegment data,
      long noData,
      long nxDomain,
      MemorySegment order) {
    this.origin = origin;
    byte[] wire = origin.toLowerCaseWire();
    this.originLength = wire.length;
    this.originWords = NameHash.words(wire);
    this.serial = serial;
    this.clientSubnet = clientSubnet;
    this.labelCount = origin.labelCount();
    this.index = index;
    this.mask = NodeIndex.mask(index);
    this.data = data;
    this.noData = noData;
    this.nxDomain = nxDomain;
    this.order = order;
  }

  /**
   * A zone that nothing can be answered from: a zone as any other, whose names all do not exist,
   * and whose answer for such a name is SERVFAIL. So it costs a query nothing to find out.
   */
  public static CompiledZone failed(DomainName origin) {
    return new CompiledZone(
        origin,
        0,
        false,
        FAILED_INDEX,
        FAILED_DATA,
        FAILED_ANSWER,
        FAILED_ANSWER,
        MemorySegment.NULL);
  }

  /** True for a zone that nothing can be answered from. */
  public boolean isFailed() {
    // Any other has an apex.
    return nameCount() == 0;
  }

  /** The apex. */
  public DomainName origin() {
    return origin;
  }

  /** The apex in lower-case wire format, by {@link NameHash#words}; nobody changes the array. */
  long[] originWords() {
    return originWords;
  }

  /** Length of the apex in wire format, in bytes. */
  int originLength() {
    return originLength;
  }

  /** The SOA's serial, unsigned. */
  public long serial() {
    return serial;
  }

  /** True if a query's client subnet option says who the client is (RFC 7871 §7.2.1). */
  public boolean usesClientSubnet() {
    return clientSubnet;
  }

  /** Labels of the apex without the root label. */
  public int labelCount() {
    return labelCount;
  }

  /** How many names the zone has, empty non-terminals included. */
  public int nameCount() {
    return (int) (order.byteSize() >>> 2);
  }

  /** Bytes of memory outside the heap. */
  public long sizeBytes() {
    return isFailed() ? 0 : index.byteSize() + data.byteSize() + order.byteSize();
  }

  /** The memory that holds nodes and answers. */
  public MemorySegment data() {
    return data;
  }

  /** The answer for a name that exists without the type asked (RFC 2308 §2.2). */
  public long noData() {
    return noData;
  }

  /** The answer for a name that does not exist (RFC 2308 §2.1). */
  public long nxDomain() {
    return nxDomain;
  }

  /**
   * The node of the query's name without its first labels.
   *
   * @param query its name is at or below the apex
   * @param labels how many labels to leave out; what remains is at or below the apex
   * @return the node's offset, or {@link #NONE}
   */
  public long node(Query query, int labels) {
    long hash = query.hashWithout(labels);
    int start = query.offsetWithout(labels);
    int length = query.offsetWithout(query.labelCount() - labelCount) - start;
    for (long entry = hash & mask; ; entry = NodeIndex.next(entry, mask)) {
      long node = NodeIndex.node(index, entry);
      if (node == NONE) {
        return NONE;
      }
      if (NodeIndex.mayBe(index, entry, hash)
          && CompiledNode.nameLength(data, node) == length
          && query.nameMatches(start, data, CompiledNode.labels(data, node), length)) {
        return node;
      }
    }
  }

  /**
   * The node of the name that stands at a place of the canonical order (RFC 4034 §6.1): what comes
   * next in a denial's proof or a transfer. Names below delegation points have none.
   *
   * @param place 0 for the apex, up to {@link #nameCount}, which is excluded
   */
  public long inOrder(int place) {
    return (order.get(ValueLayout.JAVA_INT, (long) place << 2) & 0xffffffffL) << 3;
  }

  /** The name of a node, in lower case. For the control side. */
  public DomainName name(long node) {
    int length = CompiledNode.nameLength(data, node);
    byte[] wire = new byte[length + originLength];
    MemorySegment.copy(
        data, ValueLayout.JAVA_BYTE, CompiledNode.labels(data, node), wire, 0, length);
    System.arraycopy(origin.toLowerCaseWire(), 0, wire, length, originLength);
    return DomainName.ofWire(wire);
  }

  /** True if a node is a delegation point. */
  public boolean isCut(long node) {
    return CompiledNode.isCut(data, node);
  }

  /** The DNAME record for the answers to names below a node, or {@link #NONE} (RFC 6672). */
  public long redirect(long node) {
    return CompiledNode.redirect(data, node);
  }

  /** The node of a node's wildcard child, or {@link #NONE}. */
  public long wildcard(long node) {
    return CompiledNode.wildcard(data, node);
  }

  /** The answer for a type at a node. */
  public long answer(long node, int type) {
    long answer = CompiledNode.answer(data, node, type);
    return answer == NONE ? otherAnswer(node) : answer;
  }

  /** The answer for a type that the node does not list. */
  public long otherAnswer(long node) {
    return orNoData(CompiledNode.other(data, node));
  }

  /** The answer with one RRset that exists at a node, or NODATA if none does (RFC 8482 §4.1). */
  public long anyAnswer(long node) {
    return orNoData(CompiledNode.firstPresent(data, node));
  }

  private long orNoData(long answer) {
    return answer == NONE ? noData : answer;
  }
}
