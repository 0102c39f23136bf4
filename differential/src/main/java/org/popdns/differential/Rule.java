package org.popdns.differential;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.popdns.differential.wire.Ask;
import org.popdns.differential.wire.RecordGroup;
import org.popdns.differential.wire.Response;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.wire.Rcode;

/** What a question can touch, told from the zone and from what a reference answers. */
enum Rule {
  PLAIN_ANSWER((zone, ask, r) -> r.answer().size() == 1 && zone.owners().contains(ask.name())),
  NODATA((zone, ask, r) -> r.rcode() == Rcode.NOERROR && hasSoa(r)),
  NXDOMAIN((zone, ask, r) -> r.rcode() == Rcode.NXDOMAIN),
  WILDCARD((zone, ask, r) -> isSynthesised(zone, ask, r) && !hasDname(r)),
  WILDCARD_CNAME((zone, ask, r) -> isSynthesised(zone, ask, r) && !hasDname(r) && links(r) > 0),
  BELOW_ASTERISK((zone, ask, r) -> ask.name().toString().indexOf("*.", 1) > 0),
  EMPTY_NON_TERMINAL((zone, ask, r) -> zone.emptyNonTerminals().contains(ask.name())),
  CNAME((zone, ask, r) -> links(r) > 0 && !hasDname(r)),
  CNAME_CHAIN((zone, ask, r) -> links(r) > 1),
  CNAME_ASKED((zone, ask, r) -> ask.type() == RecordType.CNAME && links(r) > 0),
  CHAIN_TO_NXDOMAIN((zone, ask, r) -> links(r) > 0 && r.rcode() == Rcode.NXDOMAIN),
  CHAIN_TO_NODATA((zone, ask, r) -> links(r) > 0 && r.rcode() == Rcode.NOERROR && hasSoa(r)),
  CHAIN_TO_REFERRAL((zone, ask, r) -> links(r) > 0 && Response.holds(r.authority(), RecordType.NS)),
  DNAME((zone, ask, r) -> hasDname(r) && links(r) > 0),
  DNAME_CHAIN((zone, ask, r) -> dnames(r) > 1),
  DNAME_AT_APEX((zone, ask, r) -> ownerOf(r, RecordType.DNAME).contains(zone.origin())),
  DNAME_ASKED((zone, ask, r) -> ask.type() == RecordType.DNAME && hasDname(r)),
  DNAME_OWNER((zone, ask, r) -> ownerOf(r, RecordType.DNAME).contains(ask.name())),
  YXDOMAIN((zone, ask, r) -> r.rcode() == Rcode.YXDOMAIN),
  REFERRAL((zone, ask, r) -> isReferral(r)),
  GLUE((zone, ask, r) -> isReferral(r) && !r.additional().isEmpty()),
  OCCLUDED(
      (zone, ask, r) ->
          zone.owners().contains(ask.name())
              && zone.isDelegated(ask.name())
              && !zone.cuts().contains(ask.name())),
  DS_AT_CUT((zone, ask, r) -> ask.type() == RecordType.DS && zone.cuts().contains(ask.name())),
  APEX((zone, ask, r) -> ask.name().equals(zone.origin())),
  ADDITIONAL_DATA((zone, ask, r) -> !r.answer().isEmpty() && !r.additional().isEmpty()),
  ANY((zone, ask, r) -> ask.type() == RecordType.ANY),
  UNKNOWN_TYPE((zone, ask, r) -> ask.type() == 65280 && !r.answer().isEmpty()),
  TRUNCATED((zone, ask, r) -> (r.flags() & Response.TC) != 0);

  /** True if a question about a zone, with a response, touches a rule. */
  @FunctionalInterface
  private interface Test {
    boolean matches(ZoneFacts zone, Ask ask, Response response);
  }

  // A lambda without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Test test;

  Rule(Test test) {
    this.test = test;
  }

  /** The rules that a question touches, by what a reference answers. */
  static Set<Rule> touched(ZoneFacts zone, Ask ask, Response reference) {
    Set<Rule> touched = EnumSet.allOf(Rule.class);
    touched.removeIf(rule -> !rule.test.matches(zone, ask, reference));
    return touched;
  }

  private static boolean hasSoa(Response response) {
    return Response.holds(response.authority(), RecordType.SOA);
  }

  private static boolean hasDname(Response response) {
    return Response.holds(response.answer(), RecordType.DNAME);
  }

  private static boolean isReferral(Response response) {
    return response.answer().isEmpty() && Response.holds(response.authority(), RecordType.NS);
  }

  private static boolean isSynthesised(ZoneFacts zone, Ask ask, Response response) {
    return !zone.owners().contains(ask.name())
        && response.answer().stream().anyMatch(group -> group.owner().equals(ask.name()));
  }

  private static int links(Response response) {
    return ownerOf(response, RecordType.CNAME).size();
  }

  private static int dnames(Response response) {
    return ownerOf(response, RecordType.DNAME).size();
  }

  private static List<DomainName> ownerOf(Response response, int type) {
    return response.answer().stream()
        .filter(group -> group.type() == type)
        .map(RecordGroup::owner)
        .toList();
  }
}
