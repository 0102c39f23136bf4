package org.popdns.differential;

import java.util.HexFormat;
import java.util.function.Predicate;
import org.popdns.differential.wire.Ask;
import org.popdns.differential.wire.Response;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.wire.Rcode;

/**
 * The probes of RFC 8906 §8, and those that the public list of EDNS compliance adds to them, each a
 * message about a zone's apex and what the RFC expects of the response.
 */
enum ComplianceProbe {
  SOA("§8.1.1 existing type", 0, RecordType.SOA, "", r -> isSoa(r) && r.opt().isEmpty()),
  UNKNOWN_TYPE("§8.1.2 unknown type", 0, 1000, "", r -> isNoData(r)),
  CD_FLAG("§8.1.3.1 CD=1", 0x0010, RecordType.SOA, "", r -> isSoa(r)),
  AD_FLAG("§8.1.3.2 AD=1", 0x0020, RecordType.SOA, "", r -> isSoa(r)),
  Z_FLAG("§8.1.3.3 Z=1", 0x0040, RecordType.SOA, "", r -> isSoa(r) && (r.flags() & 0x0040) == 0),
  RD_FLAG("§8.1.3.4 RD=1", 0x0100, RecordType.SOA, "", r -> isSoa(r) && (r.flags() & 0x0100) != 0),
  OPCODE(
      "§8.1.4 opcode 15",
      15 << 11,
      RecordType.SOA,
      "",
      r -> r.rcode() == Rcode.NOTIMP && (r.flags() & 0x7840) == 15 << 11),
  AA_FLAG("AA=1", 0x0400, RecordType.SOA, "", r -> isSoa(r)),
  EDNS("§8.2.1 EDNS version 0", 0, RecordType.SOA, opt("04d0", "00000000", ""), r -> isEdns(r)),
  EDNS_1(
      "§8.2.2 EDNS version 1", 0, RecordType.SOA, opt("04d0", "00010000", ""), r -> isBadVers(r)),
  OPTION(
      "§8.2.3 unknown option",
      0,
      RecordType.SOA,
      opt("04d0", "00000000", "0064 0000"),
      r -> isEdns(r) && !holdsOption(r)),
  EDNS_FLAG(
      "§8.2.4 unknown EDNS flag",
      0,
      RecordType.SOA,
      opt("04d0", "00000040", ""),
      r -> isEdns(r) && flagsAreZero(r)),
  EDNS_1_FLAG(
      "§8.2.5 version 1 and flag",
      0,
      RecordType.SOA,
      opt("04d0", "00010040", ""),
      r -> isBadVers(r) && flagsAreZero(r)),
  EDNS_1_OPTION(
      "§8.2.6 version 1 and option",
      0,
      RecordType.SOA,
      opt("04d0", "00010000", "0064 0000"),
      r -> isBadVers(r) && !holdsOption(r)),
  DO("§8.2.8 DO=1", 0, RecordType.SOA, opt("04d0", "00008000", ""), r -> isEdns(r)),
  EDNS_1_DO(
      "§8.2.9 version 1 and DO=1",
      0,
      RecordType.SOA,
      opt("04d0", "00018000", ""),
      r -> isBadVers(r)),
  OPTIONS(
      "§8.2.10 several options",
      0,
      RecordType.SOA,
      opt("04d0", "00000000", "0003 0000 0008 0004 00010000 0009 0000 000a 0008 0102030405060708"),
      r -> isEdns(r)),
  SIZE_512("EDNS, size 512", 0, RecordType.SOA, opt("0200", "00000000", ""), r -> isEdns(r)),
  COOKIE_DO(
      "cookie and DO=1",
      0,
      RecordType.SOA,
      opt("1000", "00008000", "000a 0008 0102030405060708"),
      r -> isEdns(r));

  private static final HexFormat HEX = HexFormat.of();

  private final String text;
  private final int flags;
  private final int type;
  private final String opt;

  // A lambda without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<Response> expected;

  ComplianceProbe(String text, int flags, int type, String opt, Predicate<Response> expected) {
    this.text = text;
    this.flags = flags;
    this.type = type;
    this.opt = opt;
    this.expected = expected;
  }

  /** The message about a zone's apex. */
  Ask about(DomainName origin) {
    String hex =
        "0000 %04x 0001 0000 0000 %04x".formatted(flags, opt.isEmpty() ? 0 : 1)
            + HEX.formatHex(origin.toWire())
            + "%04x 0001".formatted(type)
            + opt;
    return new Ask(text, origin, type, HEX.parseHex(hex.replace(" ", "")));
  }

  /** True if a response is as the RFC expects. */
  boolean isMetBy(Response response) {
    return response.outcome() == Response.Outcome.READ && expected.test(response);
  }

  @Override
  public String toString() {
    return text;
  }

  private static String opt(String size, String ttl, String options) {
    int length = options.replace(" ", "").length() / 2;
    return "00 0029 " + size + ttl + "%04x".formatted(length) + options;
  }

  private static boolean isSoa(Response response) {
    return response.rcode() == Rcode.NOERROR
        && (response.flags() & Response.AA) != 0
        && Response.holds(response.answer(), RecordType.SOA);
  }

  private static boolean isNoData(Response response) {
    return response.rcode() == Rcode.NOERROR
        && (response.flags() & Response.AA) != 0
        && response.answer().isEmpty();
  }

  /** Version 0 in the OPT record's text, its first two digits. */
  private static boolean isEdns(Response response) {
    return isSoa(response) && response.opt().filter(text -> text.startsWith("00")).isPresent();
  }

  private static boolean isBadVers(Response response) {
    return response.rcode() == Rcode.BADVERS
        && response.answer().isEmpty()
        && response.opt().filter(text -> text.startsWith("00")).isPresent();
  }

  private static boolean flagsAreZero(Response response) {
    return response.opt().filter(text -> text.startsWith("000000")).isPresent();
  }

  private static boolean holdsOption(Response response) {
    return response.opt().filter(text -> text.contains(" 100:")).isPresent();
  }
}
