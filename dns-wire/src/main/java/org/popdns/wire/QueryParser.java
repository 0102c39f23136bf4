package org.popdns.wire;

import java.lang.foreign.MemorySegment;
import org.popdns.record.RecordType;

/**
 * Reads a query (RFC 1035 §4.1, RFC 6891 §6.1) into a {@link Query}. Called by each worker for each
 * message, on the worker's thread; holds no state. A bad message is a result, not an exception.
 *
 * <p>It reads up to {@link #READ_AHEAD_BYTES} bytes behind the message, so a receive buffer is that
 * much longer than the longest message.
 */
public final class QueryParser {

  /** How many bytes behind a message must be readable. */
  public static final int READ_AHEAD_BYTES = 8;

  /** What a UDP response may have without EDNS, and at least with it (RFC 1035 §4.2.1). */
  public static final int MIN_UDP_PAYLOAD_BYTES = 512;

  /** An answer is due: the question was read. */
  public static final int OK = 0;

  /** No response may be sent: it is a response itself or has no complete header. */
  public static final int DROP = 1;

  /** Malformed: FORMERR is due. */
  public static final int MALFORMED = 2;

  /** An OPCODE other than QUERY, NOTIFY and UPDATE: NOTIMP is due. */
  public static final int NOT_IMPLEMENTED = 3;

  /** An EDNS version above 0: BADVERS is due (RFC 6891 §6.1.3). */
  public static final int BAD_VERSION = 4;

  /** No question, but a COOKIE option: a cookie is asked for (RFC 7873 §5.4). */
  public static final int COOKIE_ONLY = 5;

  /** A good query with a TSIG record: NOTAUTH is due where its key is unknown (RFC 8945 §5.2.1). */
  public static final int SIGNED = 6;

  /**
   * What zones are maintained by, and no plain question: a good query for a zone transfer (AXFR or
   * IXFR of class IN), signed or not, which was read whole; or a NOTIFY or an UPDATE, of which the
   * header was read alone.
   */
  public static final int MAINTENANCE = 7;

  private QueryParser() {}

  /**
   * Reads the message of {@code length} bytes at {@code offset}.
   *
   * @param query overwritten
   * @return {@link #OK}, {@link #DROP}, {@link #MALFORMED}, {@link #NOT_IMPLEMENTED}, {@link
   *     #BAD_VERSION}, {@link #COOKIE_ONLY}, {@link #SIGNED} or {@link #MAINTENANCE}
   */
  public static int parse(MemorySegment message, long offset, int length, Query query) {
    query.reset();
    if (length < WireFormat.HEADER_LENGTH_BYTES) {
      return DROP;
    }
    // The header in two accesses: it is read for every message.
    long first = WireFormat.s64(message, offset);
    int counts = WireFormat.s32(message, offset + WireFormat.NSCOUNT);
    query.id = (int) (first >>> 48);
    query.flags = (int) (first >>> 32) & 0xffff;
    if ((query.flags & WireFormat.QR) != 0) {
      // Never answer a response: two servers could keep each other busy for ever.
      return DROP;
    }
    if ((query.flags & WireFormat.OPCODE_MASK) != 0) {
      int opcode = query.opcode();
      return opcode == Opcode.NOTIFY || opcode == Opcode.UPDATE ? MAINTENANCE : NOT_IMPLEMENTED;
    }
    long end = offset + length;
    int questions = (int) first >>> 16;
    int others = ((int) first & 0xffff) + (counts >>> 16);
    int additionals = counts & 0xffff;
    if (questions == 0) {
      // Read on for an OPT record, so that the response has one as well (RFC 6891 §6.1.1).
      long start = offset + WireFormat.HEADER_LENGTH_BYTES;
      int rest = readRecords(message, offset, others, additionals, start, end, query);
      return rest == OK && query.cookieLength > 0 ? COOKIE_ONLY : MALFORMED;
    }
    if (questions != 1) {
      return MALFORMED;
    }
    long at = query.readName(message, offset + WireFormat.HEADER_LENGTH_BYTES, end);
    if (at < 0 || at + WireFormat.QUESTION_TAIL_BYTES > end) {
      return MALFORMED;
    }
    int typeAndClass = WireFormat.s32(message, at);
    query.type = typeAndClass >>> 16;
    query.recordClass = typeAndClass & 0xffff;
    query.hasQuestion = true;
    long records = at + WireFormat.QUESTION_TAIL_BYTES;
    int rest = readRecords(message, offset, others, additionals, records, end, query);
    if (query.type == RecordType.AXFR || query.type == RecordType.IXFR) {
      boolean good = rest == OK || rest == SIGNED;
      return good && query.recordClass == RecordClass.IN ? MAINTENANCE : rest;
    }
    return rest;
  }

  /**
   * Reads what follows the question; of all records only OPT and TSIG have a meaning in a query.
   *
   * @param offset of the message's first byte
   * @param others how many records stand before the additional section
   * @param start offset of the first record
   */
  private static int readRecords(
      MemorySegment message,
      long offset,
      int others,
      int additionals,
      long start,
      long end,
      Query query) {
    boolean badOption = false;
    boolean badSignature = false;
    boolean signed = false;
    long at = start;
    for (int i = 0; i < others + additionals; i++) {
      long owner = at;
      at = skipName(message, at, end);
      if (at < 0 || at + 10 > end) {
        return MALFORMED;
      }
      int type = WireFormat.u16(message, at);
      int rdataLength = WireFormat.u16(message, at + 8);
      if (at + 10 + rdataLength > end) {
        return MALFORMED;
      }
      if (type == RecordType.OPT) {
        // RFC 6891 §6.1.1: one OPT at most, in the additional section, owned by the root.
        boolean misplaced = i < others || query.hasEdns || at - owner != 1;
        int opt =
            misplaced ? OptParser.BAD_RECORD : OptParser.read(message, at, rdataLength, query);
        if (opt == OptParser.BAD_RECORD) {
          // RFC 6891 §7: what is no right OPT record is answered without one.
          query.hasEdns = false;
          return MALFORMED;
        }
        badOption = opt == OptParser.BAD_OPTION;
      } else if (type == RecordType.TSIG) {
        // RFC 8945 §5.1: the last record of the additional section.
        signed = true;
        badSignature |=
            i < others
                || i + 1 < others + additionals
                || !query.tsig.read(message, offset, owner, at, rdataLength);
      }
      at += 10 + rdataLength;
    }
    if (at != end || badOption || badSignature) {
      return MALFORMED;
    }
    if (query.ednsVersion != 0) {
      return BAD_VERSION;
    }
    query.signed = signed;
    return signed ? SIGNED : OK;
  }

  /** The offset after the name at {@code at}, compressed or not, or -1 if it does not end. */
  private static long skipName(MemorySegment message, long start, long end) {
    long at = start;
    while (at < end) {
      int length = WireFormat.u8(message, at);
      if (length == 0) {
        return at + 1;
      }
      if (length >= 0xC0) {
        return at + 2 <= end ? at + 2 : -1;
      }
      if (length > 63) {
        return -1;
      }
      at += 1 + length;
    }
    return -1;
  }
}
