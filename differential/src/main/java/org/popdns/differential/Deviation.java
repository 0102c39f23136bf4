package org.popdns.differential;

import java.util.Arrays;
import java.util.Optional;
import org.popdns.differential.wire.Response;
import org.popdns.record.RecordType;
import org.popdns.wire.Rcode;

/** Where popdns differs on purpose; docs/deviations.md gives the reasons. */
enum Deviation {
  /** Without room for all glue within the delegated zone, TC is set (RFC 9471 §3). */
  REFERRAL_WITHOUT_ALL_GLUE {
    @Override
    boolean explains(Response reference, Response popdns) {
      return Response.holds(reference.authority(), RecordType.NS)
          && !Response.holds(reference.authority(), RecordType.SOA)
          && (popdns.flags() & ~reference.flags()) == Response.TC
          && popdns.answer().isEmpty()
          && popdns.authority().isEmpty();
    }
  },
  /** A truncated response is empty, so that no client takes a part for the whole. */
  TRUNCATED_IS_EMPTY {
    @Override
    boolean explains(Response reference, Response popdns) {
      return (reference.flags() & Response.TC) != 0
          && reference.flags() == popdns.flags()
          && popdns.answer().isEmpty()
          && popdns.authority().isEmpty()
          && popdns.additional().isEmpty();
    }
  },
  /** An opcode that is not implemented is NOTIMP, whatever else the message holds. */
  OPCODE_NOT_IMPLEMENTED {
    @Override
    boolean explains(Response reference, Response popdns) {
      return popdns.rcode() == Rcode.NOTIMP
          && (popdns.flags() & Response.OPCODE) != 0
          && reference.withRcode(Rcode.NOTIMP).equals(popdns);
    }
  };

  /** True if it explains a difference from what the references agree on. */
  abstract boolean explains(Response reference, Response popdns);

  /** The deviation behind an exchange in which popdns differs. */
  static Optional<Deviation> of(Exchange exchange) {
    return Arrays.stream(values())
        .filter(each -> each.explains(exchange.references().getFirst(), exchange.popdns()))
        .findFirst();
  }
}
