package org.popdns.snapshot.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.popdns.config.model.RecordSet;
import org.popdns.name.DomainName;
import org.popdns.wire.Rcode;

/**
 * What a response will hold, section by section, before it is encoded. Filled by {@link
 * AnswerPlanner} and read by {@link AnswerEncoder}, on one thread.
 */
final class AnswerPlan {

  /** An RRset and whose name owns it in the response. */
  record Entry(Owner owner, RecordSet set, long ttlSeconds) {

    Entry(Owner owner, RecordSet set) {
      this(owner, set, set.ttlSeconds());
    }

    /** True if the section has an entry of this owner and type already. */
    boolean isIn(List<Entry> section) {
      return section.stream()
          .anyMatch(entry -> entry.owner.equals(owner) && entry.set.type() == set.type());
    }
  }

  /** Whose name owns an RRset in the response. */
  sealed interface Owner {
    /** The question's name, whatever it is: the RRset answers it or a wildcard made it. */
    record Qname() implements Owner {}

    /** A name that is known when the zone is compiled. */
    record Name(DomainName name) implements Owner {}
  }

  final List<Entry> answer = new ArrayList<>();
  final List<Entry> authority = new ArrayList<>();

  /** Glue that a referral must not lack (RFC 9471 §3). */
  final List<Entry> requiredAdditional = new ArrayList<>();

  /** What spares the client a query and is left out where it doesn't fit (RFC 2181 §9). */
  final List<Entry> optionalAdditional = new ArrayList<>();

  /** The types at the name where the answer ended without the type asked; empty if it was there. */
  final SortedSet<Integer> typesAtEnd = new TreeSet<>();

  int rcode = Rcode.NOERROR;
  boolean authoritative = true;
}
