package org.popdns.answer;

import org.popdns.wire.Rcode;
import org.popdns.wire.WireFormat;

/**
 * What was written behind a response's question: the header's part that depends on it. One per
 * worker, overwritten by each answer.
 */
final class ResponseSections {

  /** AA and TC as they apply. */
  int flags;

  int rcode;
  int ancount;
  int nscount;
  int arcount;

  /** Offset after the last record written. */
  long end;

  /** Begins empty sections at an offset. */
  void clear(long start) {
    flags = 0;
    rcode = Rcode.NOERROR;
    ancount = 0;
    nscount = 0;
    arcount = 0;
    end = start;
  }

  /** Leaves the sections empty since they don't fit (RFC 2181 §9). */
  void truncate(long start) {
    flags |= WireFormat.TC;
    ancount = 0;
    nscount = 0;
    arcount = 0;
    end = start;
  }
}
