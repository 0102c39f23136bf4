package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.popdns.record.RecordType;
import org.popdns.wire.EdnsOption;
import org.popdns.wire.Query;
import org.popdns.wire.WireFormat;

/**
 * By what a server knows its own queries again, so that they are not counted as clients': an EDNS
 * option for local use (RFC 6891 §9) with a secret of the process. A client can't know it, so none
 * can hide its queries from the counters. An own query is answered as any other. Immutable, shared
 * by all workers and by the threads that ask.
 */
public final class OwnMark {

  private static final int SECRET_BYTES = 2 * Long.BYTES;
  private static final int OPT_FIXED_BYTES = 11;

  private final long high;
  private final long low;

  private OwnMark(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** The mark of a new process. */
  static OwnMark random() {
    SecureRandom random = new SecureRandom();
    return new OwnMark(random.nextLong(), random.nextLong());
  }

  /**
   * True if a query bears the mark; asked for those only that have the option.
   *
   * @param message the buffer that the query was read from
   */
  boolean isOn(MemorySegment message, Query query) {
    if (query.ownMarkLength() != SECRET_BYTES) {
      return false;
    }
    long at = query.ownMarkOffset();
    // Both words in any case: how long it takes says nothing of the secret.
    long difference =
        (WireFormat.s64(message, at) ^ high) | (WireFormat.s64(message, at + Long.BYTES) ^ low);
    return difference == 0;
  }

  /** The OPT record of an own query, which is its only record behind the question. */
  public byte[] optRecord() {
    int optionBytes = EdnsOption.HEADER_BYTES + SECRET_BYTES;
    return ByteBuffer.allocate(OPT_FIXED_BYTES + optionBytes)
        .put((byte) 0)
        .putShort((short) RecordType.OPT)
        .putShort((short) Responder.UDP_PAYLOAD_BYTES)
        .putInt(0)
        .putShort((short) optionBytes)
        .putShort((short) EdnsOption.OWN_MARK)
        .putShort((short) SECRET_BYTES)
        .putLong(high)
        .putLong(low)
        .array();
  }
}
