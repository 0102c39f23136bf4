package org.popdns.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.popdns.differential.wire.Ask;
import org.popdns.differential.wire.RecordGroup;
import org.popdns.differential.wire.Response;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.wire.Rcode;

/** Bugs that nameservers have had, as they change a right response. */
enum Bug {
  AA_ON_REFERRAL((ask, r) -> isReferral(r) ? r.withFlags(r.flags() | Response.AA) : r),
  NO_AA((ask, r) -> r.withFlags(r.flags() & ~Response.AA)),
  RECURSION_AVAILABLE((ask, r) -> r.withFlags(r.flags() | 0x80)),
  RD_NOT_ECHOED((ask, r) -> r.withFlags(r.flags() & ~0x100)),
  NO_SOA_IN_NODATA(
      (ask, r) ->
          r.rcode() == Rcode.NOERROR ? r.withAuthority(without(r.authority(), RecordType.SOA)) : r),
  NO_SOA_IN_NXDOMAIN((ask, r) -> r.rcode() == Rcode.NXDOMAIN ? r.withAuthority(List.of()) : r),
  SOA_WITH_ITS_OWN_TTL(
      (ask, r) ->
          r.withAuthority(
              map(
                  r.authority(),
                  RecordType.SOA,
                  text -> "3600" + text.substring(text.indexOf(' '))))),
  NOERROR_FOR_NXDOMAIN((ask, r) -> r.rcode() == Rcode.NXDOMAIN ? r.withRcode(Rcode.NOERROR) : r),
  NXDOMAIN_AT_EMPTY_NON_TERMINAL(
      (ask, r) -> isNoData(r) && r.answer().isEmpty() ? r.withRcode(Rcode.NXDOMAIN) : r),
  NOERROR_AT_END_OF_CHAIN((ask, r) -> r.answer().isEmpty() ? r : r.withRcode(Rcode.NOERROR)),
  CNAME_FOLLOWED_WHEN_ASKED(
      (ask, r) ->
          ask.type() == RecordType.CNAME && !r.answer().isEmpty()
              ? r.withAnswer(plus(r.answer(), r.answer().getFirst(), "followed.invalid."))
              : r),
  CNAME_NOT_FOLLOWED(
      (ask, r) -> r.answer().size() > 1 ? r.withAnswer(r.answer().subList(0, 1)) : r),
  DNAME_WITHOUT_CNAME(
      (ask, r) ->
          Response.holds(r.answer(), RecordType.DNAME)
              ? r.withAnswer(without(r.answer(), RecordType.CNAME))
              : r),
  DNAME_LEFT_OUT((ask, r) -> r.withAnswer(without(r.answer(), RecordType.DNAME))),
  SYNTHESISED_CNAME_WITHOUT_TTL(
      (ask, r) ->
          Response.holds(r.answer(), RecordType.DNAME)
              ? r.withAnswer(
                  map(
                      r.answer(),
                      RecordType.CNAME,
                      text -> "0" + text.substring(text.indexOf(' '))))
              : r),
  WILDCARD_KEEPS_ITS_NAME(
      (ask, r) ->
          r.withAnswer(r.answer().stream().map(group -> asterisk(group, ask.name())).toList())),
  MISSING_GLUE((ask, r) -> isReferral(r) ? r.withAdditional(List.of()) : r),
  NO_ADDITIONAL_DATA((ask, r) -> r.answer().isEmpty() ? r : r.withAdditional(List.of())),
  REFERRAL_FOR_DS(
      (ask, r) ->
          ask.type() == RecordType.DS && !r.answer().isEmpty() ? r.withAnswer(List.of()) : r),
  LAST_RECORD_LOST((ask, r) -> r.withAnswer(r.answer().stream().map(Bug::shorter).toList())),
  RECORD_TWICE((ask, r) -> r.withAnswer(r.answer().stream().map(Bug::twice).toList())),
  QUESTION_IN_LOWER_CASE((ask, r) -> r.withQuestion(lowerCase(r.question()))),
  OPT_UNASKED((ask, r) -> r.withOpt(Optional.of(r.opt().orElse("000000")))),
  NO_OPT((ask, r) -> r.withOpt(Optional.empty())),
  DO_NOT_ECHOED((ask, r) -> r.withOpt(r.opt().map(text -> "000000")));

  /** Changes what would be right. */
  @FunctionalInterface
  private interface Change {
    Response of(Ask ask, Response right);
  }

  // A lambda without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Change change;

  Bug(Change change) {
    this.change = change;
  }

  /** The response with the bug; the same if the bug does not show there. */
  Response apply(Ask ask, Response right) {
    return change.of(ask, right);
  }

  private static boolean isReferral(Response response) {
    return Response.holds(response.authority(), RecordType.NS) && response.answer().isEmpty();
  }

  private static boolean isNoData(Response response) {
    return response.rcode() == Rcode.NOERROR
        && Response.holds(response.authority(), RecordType.SOA);
  }

  private static List<RecordGroup> without(List<RecordGroup> section, int type) {
    return section.stream().filter(group -> group.type() != type).toList();
  }

  private static List<RecordGroup> map(
      List<RecordGroup> section, int type, Function<String, String> change) {
    return section.stream()
        .map(
            group ->
                group.type() == type
                    ? new RecordGroup(
                        group.owner(),
                        type,
                        group.recordClass(),
                        group.records().stream().map(change).toList())
                    : group)
        .toList();
  }

  private static List<RecordGroup> plus(List<RecordGroup> section, RecordGroup like, String owner) {
    List<RecordGroup> longer = new ArrayList<>(section);
    longer.add(
        new RecordGroup(DomainName.parse(owner), like.type(), like.recordClass(), like.records()));
    return longer;
  }

  private static RecordGroup asterisk(RecordGroup group, DomainName name) {
    boolean synthesised = group.owner().equals(name) && !name.isRoot() && !name.isWildcard();
    return synthesised
        ? new RecordGroup(
            name.parent().wildcardChild(), group.type(), group.recordClass(), group.records())
        : group;
  }

  private static RecordGroup shorter(RecordGroup group) {
    List<String> records = group.records();
    return records.size() < 2
        ? group
        : new RecordGroup(
            group.owner(), group.type(), group.recordClass(), records.subList(1, records.size()));
  }

  private static RecordGroup twice(RecordGroup group) {
    List<String> records = new ArrayList<>(group.records());
    records.add(records.getFirst());
    return new RecordGroup(group.owner(), group.type(), group.recordClass(), records);
  }

  /** The question in hex with its letters in lower case. */
  private static String lowerCase(String hex) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < hex.length(); i += 2) {
      int value = Integer.parseInt(hex, i, i + 2, 16);
      boolean upper = value >= 'A' && value <= 'Z' && i + 8 < hex.length();
      text.append(String.format(Locale.ROOT, "%02x", upper ? value + 0x20 : value));
    }
    return text.toString();
  }
}
