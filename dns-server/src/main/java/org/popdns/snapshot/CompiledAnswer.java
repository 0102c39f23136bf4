package org.popdns.snapshot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An answer as it lies in a zone's memory: all that follows the question, as a row of pieces in the
 * order of the message. Both ways: the compiler writes by it on the control side, the workers read
 * by it. Static methods only; an {@code answer} is an offset in a memory.
 *
 * <pre>
 *   answer, 8-byte aligned; numbers in native byte order
 *     0  u32  bits 0-15   pieceCount
 *             bits 16-23  baseNameLength  length of the name that it was compiled for
 *             bits 24-27  rcode
 *             bit  28     1 if AA is set
 *     4  u32  otherwise / 8    the answer to give when a slot of the answer section is empty, or 0
 *     8  pieceCount * 8        the pieces' entries
 *        for each piece of records: its relocations, then its records in wire format
 *
 *   entry
 *     0  u32  bits 0-1    kind: records, a slot of the zone's, a slot of the health half
 *             bits 2-3    section
 *             bit  4      {@link #OPTIONAL}: left out where it does not fit
 *             bit  5      {@link #PLAIN}:  it is part of the plain form
 *             bit  6      {@link #SIGNED}: it is part of the form with signatures
 *             bit  7      {@link #DIVISIBLE}: a slot of which as much is given as fits
 *             bit  8      {@link #OWNER_SHIFTS}: a slot's owner is relocated
 *             bits 16-31  records: their length in bytes; slot: the pointer that owns it
 *     4  u32              records: bits 0-15 how many, bits 16-31 relocationCount
 *                         slot: its offset / 8 in this memory, or its number in {@link HealthAnswers}
 *
 *   piece of records
 *     0  relocationCount * u16   offsets in the records of compression pointers
 *        length                  the records
 * </pre>
 *
 * <p><b>Forms.</b> A response has the plain form, or, where the query's DO bit asks for them (RFC
 * 3225), the form with signatures. Each entry says to which it belongs: what is signed belongs to
 * both, its RRSIG records and the proof of a denial (records of the authority section) to the
 * signed form alone. A slot's own signatures are in the {@link Slot}. Behind a piece that one form
 * lacks, offsets differ between the forms, so no pointer leads there; nor does one into an optional
 * piece, but for the owners of slots, which are left out with it.
 *
 * <p><b>Relocation.</b> Pointers lead into the question's name or into records, as if the question
 * had the name compiled for. An answer for a name further down (a wildcard's, a referral, a denial)
 * has a longer question: both the name's common end and the records then stand {@code qname length
 * - baseNameLength} bytes further on, so the same number is added to every listed pointer. A
 * pointer to the question's whole name is C00C in any case and not listed.
 */
public final class CompiledAnswer {

  /** Kind: records in wire format. */
  public static final int RECORDS = 0;

  /** Kind: a {@link Slot} in the zone's own memory. */
  public static final int ZONE_SLOT = 1;

  /** Kind: a slot of {@link HealthAnswers}. */
  public static final int HEALTH_SLOT = 2;

  /** Section: additional. */
  public static final int ADDITIONAL = 0;

  /** Section: authority. */
  public static final int AUTHORITY = 1 << 2;

  /** Section: answer. */
  public static final int ANSWER = 2 << 2;

  /** The piece spares the client a query and is left out where it does not fit (RFC 2181 §9). */
  public static final int OPTIONAL = 1 << 4;

  /** The piece is part of the plain form. */
  public static final int PLAIN = 1 << 5;

  /** The piece is part of the form with signatures. */
  public static final int SIGNED = 1 << 6;

  /** The piece is part of both forms. */
  public static final int BOTH_FORMS = PLAIN | SIGNED;

  /** As many of the slot's records are given as fit, rather than none with TC. */
  public static final int DIVISIBLE = 1 << 7;

  /** The slot's owner is a pointer that is relocated. */
  public static final int OWNER_SHIFTS = 1 << 8;

  private static final int HEADER_BYTES = 8;
  private static final int OTHERWISE = 4;
  private static final int BASE_NAME_SHIFT = 16;
  private static final int RCODE_SHIFT = 24;
  private static final int AUTHORITATIVE = 1 << 28;

  private static final int ENTRY_BYTES = 8;
  private static final int ENTRY_SECOND = 4;
  private static final int KIND_MASK = 0x3;
  private static final int SECTION_SHIFT = 2;
  private static final int SECTION_MASK = 0x3;
  private static final int RELOCATION_BYTES = 2;

  private CompiledAnswer() {}

  // ---- what is written

  /**
   * Bytes of an answer.
   *
   * @param relocations of all pieces
   * @param recordsBytes of all pieces
   */
  public static int sizeBytes(int pieces, int relocations, int recordsBytes) {
    return HEADER_BYTES + pieces * ENTRY_BYTES + relocations * RELOCATION_BYTES + recordsBytes;
  }

  /**
   * Writes what stands before the pieces.
   *
   * @param rcode 0 to 15
   * @param otherwise offset of the answer to give when a slot of the answer section is empty, or 0
   */
  public static void writeHeader(
      AnswerMemory memory,
      long answer,
      int pieces,
      int baseNameLength,
      int rcode,
      Authority authority,
      long otherwise) {
    memory.u32(
        answer,
        pieces
            | baseNameLength << BASE_NAME_SHIFT
            | rcode << RCODE_SHIFT
            | (authority == Authority.AUTHORITATIVE ? AUTHORITATIVE : 0));
    memory.reference(answer + OTHERWISE, otherwise);
  }

  /** Whether an answer has AA set. */
  public enum Authority {
    /** It has: the zone's own data. */
    AUTHORITATIVE,
    /** It has not: a referral. */
    REFERRAL
  }

  /**
   * Writes the entry of a piece of records.
   *
   * @param flags section, {@link #OPTIONAL}, forms
   * @param count how many records
   */
  public static void writeRecordsEntry(
      AnswerMemory memory,
      long answer,
      int piece,
      int flags,
      int lengthBytes,
      int count,
      int relocations) {
    long entry = entryAt(answer, piece);
    memory.u32(entry, RECORDS | flags | lengthBytes << 16);
    memory.u32(entry + ENTRY_SECOND, count | relocations << 16);
  }

  /**
   * Writes the entry of a slot of the zone's own.
   *
   * @param flags section, {@link #OPTIONAL}, forms, {@link #DIVISIBLE}, {@link #OWNER_SHIFTS}
   * @param owner the compression pointer that owns the slot's records
   * @param slot its offset in the same memory
   */
  public static void writeZoneSlotEntry(
      AnswerMemory memory, long answer, int piece, int flags, int owner, long slot) {
    long entry = entryAt(answer, piece);
    memory.u32(entry, ZONE_SLOT | flags | owner << 16);
    memory.reference(entry + ENTRY_SECOND, slot);
  }

  /** As {@link #writeZoneSlotEntry}, for a slot of {@link HealthAnswers} by its number. */
  public static void writeHealthSlotEntry(
      AnswerMemory memory, long answer, int piece, int flags, int owner, int slot) {
    long entry = entryAt(answer, piece);
    memory.u32(entry, HEALTH_SLOT | flags | owner << 16);
    memory.u32(entry + ENTRY_SECOND, slot);
  }

  /** Where the first piece of records lies in an answer of so many pieces. */
  public static long firstRecords(long answer, int pieces) {
    return entryAt(answer, pieces);
  }

  /** Where a piece's records begin, behind its relocations. */
  public static long behindRelocations(long piece, int relocations) {
    return piece + (long) relocations * RELOCATION_BYTES;
  }

  /** Writes a relocation: the offset of a pointer in the piece's records. */
  public static void writeRelocation(AnswerMemory memory, long piece, int index, int offset) {
    memory.u16(piece + (long) index * RELOCATION_BYTES, offset);
  }

  /** Writes an answer without records and without AA. */
  static void writeBare(MemorySegment data, long answer, int rcode) {
    data.set(ValueLayout.JAVA_INT, answer, rcode << RCODE_SHIFT);
    data.set(ValueLayout.JAVA_INT, answer + OTHERWISE, 0);
  }

  // ---- what is read

  /** The answer's first word, which the four methods below take apart. */
  public static int header(MemorySegment data, long answer) {
    return data.get(ValueLayout.JAVA_INT, answer);
  }

  /** Number of pieces, of all forms. */
  public static int pieceCount(int header) {
    return header & 0xffff;
  }

  /** Length of the name compiled for, in bytes. */
  public static int baseNameLength(int header) {
    return header >>> BASE_NAME_SHIFT & 0xff;
  }

  /** The response code. */
  public static int rcode(int header) {
    return header >>> RCODE_SHIFT & 0xf;
  }

  /** True if AA is set. */
  public static boolean isAuthoritative(int header) {
    return (header & AUTHORITATIVE) != 0;
  }

  /** Offset of the answer to give when a slot of the answer section is empty; 0 for this one. */
  public static long otherwise(MemorySegment data, long answer) {
    return (data.get(ValueLayout.JAVA_INT, answer + OTHERWISE) & 0xffffffffL) << 3;
  }

  /** The first word of a piece's entry, which the methods below take apart. */
  public static int entry(MemorySegment data, long answer, int piece) {
    return data.get(ValueLayout.JAVA_INT, entryAt(answer, piece));
  }

  /** The second word of a piece's entry. */
  public static int second(MemorySegment data, long answer, int piece) {
    return data.get(ValueLayout.JAVA_INT, entryAt(answer, piece) + ENTRY_SECOND);
  }

  /** {@link #RECORDS}, {@link #ZONE_SLOT} or {@link #HEALTH_SLOT}. */
  public static int kind(int entry) {
    return entry & KIND_MASK;
  }

  /** The section: 0 for additional, 1 for authority, 2 for answer. */
  public static int section(int entry) {
    return entry >>> SECTION_SHIFT & SECTION_MASK;
  }

  /** Bytes of a piece of records. */
  public static int lengthBytes(int entry) {
    return entry >>> 16;
  }

  /** The compression pointer that owns a slot's records. */
  public static int owner(int entry) {
    return entry >>> 16;
  }

  /** How many records a piece of them has. */
  public static int recordCount(int second) {
    return second & 0xffff;
  }

  /** How many relocations a piece of records has. */
  public static int relocationCount(int second) {
    return second >>> 16;
  }

  /** Offset of a zone's slot. */
  public static long slotOffset(int second) {
    return (second & 0xffffffffL) << 3;
  }

  /** Offset of a piece's records, by where the piece lies. */
  public static long records(long piece, int second) {
    return behindRelocations(piece, relocationCount(second));
  }

  /** A relocation: the offset of a pointer in the piece's records. */
  public static int relocation(MemorySegment data, long piece, int index) {
    return data.get(ValueLayout.JAVA_SHORT_UNALIGNED, piece + (long) index * RELOCATION_BYTES)
        & 0xffff;
  }

  private static long entryAt(long answer, int piece) {
    return answer + HEADER_BYTES + (long) piece * ENTRY_BYTES;
  }
}
