package org.popdns.snapshot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A name as it lies in a zone's memory, with the answers ({@link CompiledAnswer}) for its types.
 * Both ways: the compiler writes by it on the control side, the workers read by it. Static methods
 * only; a {@code node} is an offset in a memory.
 *
 * <pre>
 *   node, 8-byte aligned; numbers in native byte order
 *     0  u8  nameLength      bytes of the name without the origin's; 0 at the apex
 *     1  u8  kind            {@link #CUT} or 0
 *     2  u16 typeCount
 *     4  u32 wildcard / 8    the node of *.name, 0 if there is none
 *     8  u32 other / 8       the answer for types that are not listed, 0 for the zone's NODATA
 *    12  u32 redirect / 8    the DNAME record as answered to names below, 0 if there is none
 *    16  typeCount * 8       the types' entries
 *        nameLength          lower-case labels
 *
 *   entry
 *     0  u16 type
 *     2  u16 presence        {@link #PRESENT} or 0
 *     4  u32 answer / 8
 * </pre>
 */
public final class CompiledNode {

  /** No such node or answer. Offset 0 is never one. */
  public static final long NONE = 0;

  /** Kind: any name but a delegation point. */
  public static final int NAME = 0;

  /** Kind: a delegation point (RFC 1034 §4.2.1): what is asked there or below is referred. */
  public static final int CUT = 1;

  /** Presence: the type is not at the name, but at the end of a chain of CNAMEs or nowhere. */
  public static final int ABSENT = 0;

  /** Presence: the type is at the name. */
  public static final int PRESENT = 1;

  private static final int KIND = 1;
  private static final int TYPE_COUNT = 2;
  private static final int WILDCARD = 4;
  private static final int OTHER = 8;
  private static final int REDIRECT = 12;
  private static final int HEADER_BYTES = 16;

  private static final int ENTRY_BYTES = 8;
  private static final int ENTRY_PRESENCE = 2;
  private static final int ENTRY_ANSWER = 4;

  private CompiledNode() {}

  // ---- what is written

  /**
   * Bytes of a node.
   *
   * @param nameLength of the name without the origin's, in bytes
   */
  public static int sizeBytes(int types, int nameLength) {
    return HEADER_BYTES + types * ENTRY_BYTES + nameLength;
  }

  /**
   * Writes what stands before the entries.
   *
   * @param kind {@link #NAME} or {@link #CUT}
   * @param nameLength of the name without the origin's, in bytes
   * @param other offset of the answer for types that have no entry, or {@link #NONE}
   * @param redirect offset of the answer for names below, or {@link #NONE}
   */
  public static void writeHeader(
      AnswerMemory memory,
      long node,
      int kind,
      int types,
      int nameLength,
      long other,
      long redirect) {
    memory.u8(node, nameLength);
    memory.u8(node + KIND, kind);
    memory.u16(node + TYPE_COUNT, types);
    memory.reference(node + OTHER, other);
    memory.reference(node + REDIRECT, redirect);
  }

  /**
   * Writes a type's entry.
   *
   * @param presence {@link #PRESENT} or {@link #ABSENT}
   * @param answer offset of the answer
   */
  public static void writeEntry(
      AnswerMemory memory, long node, int index, int type, int presence, long answer) {
    long entry = entryAt(node, index);
    memory.u16(entry, type);
    memory.u16(entry + ENTRY_PRESENCE, presence);
    memory.reference(entry + ENTRY_ANSWER, answer);
  }

  /** Where the labels go in a node of so many types. */
  public static long labels(long node, int types) {
    return entryAt(node, types);
  }

  /** Tells a node, where it is served from already, of its wildcard child's. */
  public static void linkWildcard(MemorySegment data, long node, long wildcard) {
    data.set(ValueLayout.JAVA_INT, node + WILDCARD, (int) (wildcard >>> 3));
  }

  // ---- what is read

  /** Bytes of the name without the origin's. */
  public static int nameLength(MemorySegment data, long node) {
    return data.get(ValueLayout.JAVA_BYTE, node) & 0xff;
  }

  /** Where the labels lie. */
  public static long labels(MemorySegment data, long node) {
    return entryAt(node, typeCount(data, node));
  }

  /** True for a delegation point. */
  public static boolean isCut(MemorySegment data, long node) {
    return data.get(ValueLayout.JAVA_BYTE, node + KIND) == CUT;
  }

  /** The node of the wildcard child, or {@link #NONE}. */
  public static long wildcard(MemorySegment data, long node) {
    return reference(data, node + WILDCARD);
  }

  /** The answer for types that have no entry, or {@link #NONE} if it is the zone's NODATA. */
  public static long other(MemorySegment data, long node) {
    return reference(data, node + OTHER);
  }

  /** The DNAME record for the answers to names below, or {@link #NONE} (RFC 6672). */
  public static long redirect(MemorySegment data, long node) {
    return reference(data, node + REDIRECT);
  }

  /** The answer for a type, or {@link #NONE} if it has no entry. */
  public static long answer(MemorySegment data, long node, int type) {
    int count = typeCount(data, node);
    for (int i = 0; i < count; i++) {
      long entry = entryAt(node, i);
      if ((data.get(ValueLayout.JAVA_SHORT, entry) & 0xffff) == type) {
        return reference(data, entry + ENTRY_ANSWER);
      }
    }
    return NONE;
  }

  /** The answer for the first of the types that are at the name, or {@link #NONE}. */
  public static long firstPresent(MemorySegment data, long node) {
    int count = typeCount(data, node);
    for (int i = 0; i < count; i++) {
      long entry = entryAt(node, i);
      if (data.get(ValueLayout.JAVA_SHORT, entry + ENTRY_PRESENCE) == PRESENT) {
        return reference(data, entry + ENTRY_ANSWER);
      }
    }
    return NONE;
  }

  private static int typeCount(MemorySegment data, long node) {
    return data.get(ValueLayout.JAVA_SHORT, node + TYPE_COUNT) & 0xffff;
  }

  private static long entryAt(long node, int index) {
    return node + HEADER_BYTES + (long) index * ENTRY_BYTES;
  }

  private static long reference(MemorySegment data, long offset) {
    return (data.get(ValueLayout.JAVA_INT, offset) & 0xffffffffL) << 3;
  }
}
