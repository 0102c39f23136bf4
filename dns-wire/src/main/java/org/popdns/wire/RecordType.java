package org.popdns.wire;

import java.util.Locale;

/**
 * RR types and QTYPEs that the server treats in some way of their own (RFC 1035 §3.2.2, §3.2.3).
 */
public final class RecordType {

  public static final int A = 1;
  public static final int NS = 2;
  public static final int CNAME = 5;
  public static final int SOA = 6;
  public static final int PTR = 12;
  public static final int MX = 15;
  public static final int TXT = 16;
  public static final int AAAA = 28;
  public static final int SRV = 33;
  public static final int NAPTR = 35;
  public static final int DNAME = 39;
  public static final int OPT = 41;
  public static final int DS = 43;
  public static final int RRSIG = 46;
  public static final int DNSKEY = 48;
  public static final int SVCB = 64;
  public static final int HTTPS = 65;
  public static final int TSIG = 250;
  public static final int IXFR = 251;
  public static final int AXFR = 252;
  public static final int ANY = 255;

  private RecordType() {}

  /** The mnemonic, or {@code TYPEnnn} (RFC 3597 §5) for a type without one here. */
  public static String name(int type) {
    return switch (type) {
      case A -> "A";
      case NS -> "NS";
      case CNAME -> "CNAME";
      case SOA -> "SOA";
      case PTR -> "PTR";
      case MX -> "MX";
      case TXT -> "TXT";
      case AAAA -> "AAAA";
      case SRV -> "SRV";
      case NAPTR -> "NAPTR";
      case DNAME -> "DNAME";
      case OPT -> "OPT";
      case DS -> "DS";
      case RRSIG -> "RRSIG";
      case DNSKEY -> "DNSKEY";
      case SVCB -> "SVCB";
      case HTTPS -> "HTTPS";
      case TSIG -> "TSIG";
      case IXFR -> "IXFR";
      case AXFR -> "AXFR";
      case ANY -> "ANY";
      default -> String.format(Locale.ROOT, "TYPE%d", type);
    };
  }
}
