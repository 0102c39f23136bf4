package org.popdns.answer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.popdns.wire.RecordType;
import org.popdns.wire.WireFormat;

/**
 * Finds a CNAME or DNAME record that stands in the answer section already. A compiled answer may go
 * through a DNAME that led to it, and RFC 2181 §5 gives an RRset once. One instance per worker,
 * used by {@link Redirection} for each of its answers; it allocates nothing.
 */
final class ChainLinks {

  private static final int RDLENGTH = 8;
  private static final int RECORD_FIXED_BYTES = 10;

  private MemorySegment message = Arena.ofAuto().allocate(0);
  private long messageStart;
  private long answers;

  /**
   * Begins an answer.
   *
   * @param messageOffset of the message's first byte, to which its pointers are relative
   * @param answersOffset of the answer section
   */
  void begin(long messageOffset, long answersOffset) {
    messageStart = messageOffset;
    answers = answersOffset;
  }

  /**
   * True if a record is a CNAME or DNAME whose owner has one in the records before it.
   *
   * @param buffer holds the message, in which all before the record is the answer section
   * @param record offset of the record, the last one written
   */
  boolean isRepeated(MemorySegment buffer, long record) {
    message = buffer;
    int type = WireFormat.u16(buffer, afterName(record));
    if (type != RecordType.CNAME && type != RecordType.DNAME) {
      return false;
    }
    long at = answers;
    while (at < record) {
      long fixed = afterName(at);
      if (WireFormat.u16(buffer, fixed) == type && sameName(at, record)) {
        return true;
      }
      at = fixed + RECORD_FIXED_BYTES + WireFormat.u16(buffer, fixed + RDLENGTH);
    }
    return false;
  }

  private long afterName(long name) {
    long at = name;
    for (int length = u8(at); length != 0; length = u8(at)) {
      if (length >= 0xC0) {
        return at + 2;
      }
      at += 1 + length;
    }
    return at + 1;
  }

  private boolean sameName(long one, long other) {
    long a = label(one);
    long b = label(other);
    while (a != b) {
      int length = u8(a);
      if (length != u8(b)) {
        return false;
      }
      for (int i = 1; i <= length; i++) {
        if (lowerCase(u8(a + i)) != lowerCase(u8(b + i))) {
          return false;
        }
      }
      if (length == 0) {
        return true;
      }
      a = label(a + 1 + length);
      b = label(b + 1 + length);
    }
    return true;
  }

  /** The offset of a label, behind the pointers that lead to it. */
  private long label(long offset) {
    long at = offset;
    while (u8(at) >= 0xC0) {
      at = messageStart + (WireFormat.u16(message, at) & WireFormat.MAX_POINTER_TARGET);
    }
    return at;
  }

  private int u8(long at) {
    return WireFormat.u8(message, at);
  }

  private static int lowerCase(int character) {
    return character >= 'A' && character <= 'Z' ? character + 0x20 : character;
  }
}
