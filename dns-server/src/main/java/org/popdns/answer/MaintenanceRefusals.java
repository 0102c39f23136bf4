package org.popdns.answer;

import org.popdns.answer.ZoneMaintenance.Reply;
import org.popdns.record.RecordType;
import org.popdns.wire.Opcode;
import org.popdns.wire.Query;
import org.popdns.wire.Rcode;

/**
 * What transfers, NOTIFY and UPDATE are refused with where nothing is maintained through messages.
 * Called on workers' threads. A refusal costs no allocation: anybody can ask for it at any rate.
 */
final class MaintenanceRefusals {

  // RFC 5936 §2.2.1: the zone is here, its transfer is not allowed.
  private static final Reply TRANSFER = new Reply.Refusal(Rcode.REFUSED, ExtendedError.PROHIBITED);

  // As NSD, Knot and BIND do where they transfer no zone.
  private static final Reply INCREMENTAL_TRANSFER =
      new Reply.Refusal(Rcode.NOTAUTH, ExtendedError.NOT_SUPPORTED);

  // RFC 8945 §5.2.1: no key is known here.
  private static final Reply SIGNED = new Reply.Refusal(Rcode.NOTAUTH, ExtendedError.NONE);

  private static final Reply OTHER = new Reply.Refusal(Rcode.NOTIMP, ExtendedError.NONE);

  private MaintenanceRefusals() {}

  static Reply of(Query query) {
    if (query.opcode() == Opcode.NOTIFY || query.opcode() == Opcode.UPDATE) {
      return OTHER;
    }
    if (query.isSigned()) {
      return SIGNED;
    }
    return query.type() == RecordType.AXFR ? TRANSFER : INCREMENTAL_TRANSFER;
  }
}
