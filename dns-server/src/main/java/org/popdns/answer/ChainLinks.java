package org.popdns.answer;

import java.lang.foreign.MemorySegment;
import org.popdns.record.RecordType;
import org.popdns.wire.MessageName;
import org.popdns.wire.WireFormat;

/**
 * Finds a CNAME or DNAME record that stands in the answer section already: a compiled answer may go
 * through the DNAME that led to it, and RFC 2181 §5 gives an RRset once. Called by {@link
 * Redirection} on a worker's thread; holds no state.
 */
final class ChainLinks {

  private static final int RDLENGTH = 8;
  private static final int RECORD_FIXED_BYTES = 10;

  private ChainLinks() {}

  /**
   * True if a record is a CNAME or DNAME whose owner has one in the records before it.
   *
   * @param message offset of the message's first byte
   * @param answers offset of the answer section, which goes up to the record
   * @param record offset of the record, the last one written
   */
  static boolean isRepeated(MemorySegment out, long message, long answers, long record) {
    int type = WireFormat.u16(out, MessageName.after(out, record));
    if (type != RecordType.CNAME && type != RecordType.DNAME) {
      return false;
    }
    long at = answers;
    while (at < record) {
      long fixed = MessageName.after(out, at);
      if (WireFormat.u16(out, fixed) == type
          && MessageName.same(out, message, at, out, message, record)) {
        return true;
      }
      at = fixed + RECORD_FIXED_BYTES + WireFormat.u16(out, fixed + RDLENGTH);
    }
    return false;
  }
}
