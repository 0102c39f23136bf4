package org.popdns.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.popdns.record.RecordType;

/**
 * A query's TSIG record (RFC 8945 §4.2), and the unsigned one that says why the query is refused
 * (§5.3.2). One per {@link Query}, used on the worker's thread, overwritten by each signed query.
 *
 * <p>It is read whole, names expanded, since the refusal repeats them; the MAC is not looked at:
 * there are no keys, so every key is unknown.
 */
public final class Tsig {

  /** The error of an unknown key (RFC 8945 §3). */
  public static final int BADKEY = 17;

  /** What no name's length is. */
  private static final int BAD_NAME = -1;

  private static final int MAX_NAME_BYTES = 255;
  private static final int CLASS = 2;
  private static final int TTL = 4;
  private static final int RDATA = 10;

  // Behind the algorithm: time signed, fudge, MAC size; behind the MAC: original ID, error, length.
  private static final int BEFORE_MAC_BYTES = 10;
  private static final int BEHIND_MAC_BYTES = 6;

  private final MemorySegment key = Arena.ofAuto().allocate(MAX_NAME_BYTES);
  private final MemorySegment algorithm = Arena.ofAuto().allocate(MAX_NAME_BYTES);
  private int keyLength;
  private int algorithmLength;
  private long timeSignedAndFudge;
  private int originalId;

  Tsig() {}

  /**
   * Reads a record.
   *
   * @param start the message's first byte, where compression pointers count from
   * @param owner offset of the record's name
   * @param at offset of the record's type
   * @param rdataLength in bytes, all within the message
   * @return false if it is malformed
   */
  boolean read(MemorySegment message, long start, long owner, long at, int rdataLength) {
    // RFC 8945 §4.2: class ANY, TTL 0.
    if (WireFormat.u16(message, at + CLASS) != RecordClass.ANY
        || WireFormat.s32(message, at + TTL) != 0) {
      return false;
    }
    long rdata = at + RDATA;
    long end = rdata + rdataLength;
    keyLength = expand(message, start, owner, at, key);
    algorithmLength = expand(message, start, rdata, end, algorithm);
    if (keyLength == BAD_NAME || algorithmLength == BAD_NAME) {
      return false;
    }
    long time = MessageName.after(message, rdata);
    long mac = time + BEFORE_MAC_BYTES;
    if (mac > end) {
      return false;
    }
    long id = mac + WireFormat.u16(message, mac - 2);
    long other = id + BEHIND_MAC_BYTES;
    if (other > end || other + WireFormat.u16(message, other - 2) != end) {
      return false;
    }
    timeSignedAndFudge = WireFormat.s64(message, time);
    originalId = WireFormat.u16(message, id);
    return true;
  }

  /** Length of the record that {@link #writeError} writes, in bytes: 28 to 536. */
  public int errorLength() {
    return keyLength + RDATA + algorithmLength + BEFORE_MAC_BYTES + BEHIND_MAC_BYTES;
  }

  /**
   * Writes a record without a MAC (RFC 8945 §5.3.2): key, algorithm, time, fudge and original ID as
   * in the query. The time is the client's, as in answers of NSD and Knot: nothing vouches for it.
   *
   * @param at offset of its first byte
   * @param error such as {@link #BADKEY}
   * @return the offset after it
   */
  public long writeError(MemorySegment response, long at, int error) {
    MemorySegment.copy(key, 0, response, at, keyLength);
    long type = at + keyLength;
    WireFormat.put16(response, type, RecordType.TSIG);
    WireFormat.put16(response, type + CLASS, RecordClass.ANY);
    WireFormat.put32(response, type + TTL, 0);
    long rdata = type + RDATA;
    WireFormat.put16(response, rdata - 2, algorithmLength + BEFORE_MAC_BYTES + BEHIND_MAC_BYTES);
    MemorySegment.copy(algorithm, 0, response, rdata, algorithmLength);
    long time = rdata + algorithmLength;
    WireFormat.put64(response, time, timeSignedAndFudge);
    WireFormat.put16(response, time + 8, 0);
    long id = time + BEFORE_MAC_BYTES;
    WireFormat.put16(response, id, originalId);
    WireFormat.put16(response, id + 2, error);
    WireFormat.put16(response, id + 4, 0);
    return id + BEHIND_MAC_BYTES;
  }

  /**
   * Copies the name at an offset without compression. Each pointer must lead further back, so that
   * it ends.
   *
   * @param end what the name's own bytes must not reach
   * @return its length in bytes, or {@link #BAD_NAME}
   */
  private static int expand(
      MemorySegment message, long start, long offset, long end, MemorySegment name) {
    long at = offset;
    long bound = end;
    long lowest = offset;
    int length = 0;
    while (at < bound) {
      int label = WireFormat.u8(message, at);
      if (label >= WireFormat.POINTER >>> 8) {
        long target = start + (WireFormat.u16(message, at) & WireFormat.MAX_POINTER_TARGET);
        if (at + 2 > bound || target >= lowest) {
          return BAD_NAME;
        }
        // What is pointed at ends before what points at it.
        bound = lowest;
        lowest = target;
        at = target;
      } else if (label > 63 || at + 1 + label > bound || length + 1 + label > MAX_NAME_BYTES) {
        return BAD_NAME;
      } else {
        MemorySegment.copy(message, at, name, length, 1 + label);
        length += 1 + label;
        at += 1 + label;
        if (label == 0) {
          return length;
        }
      }
    }
    return BAD_NAME;
  }
}
