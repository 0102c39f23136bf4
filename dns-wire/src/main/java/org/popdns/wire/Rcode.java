package org.popdns.wire;

import java.util.Locale;

/** Response codes (RFC 1035 §4.1.1, RFC 6891 §9). Values above 15 need an OPT record. */
public final class Rcode {

  public static final int NOERROR = 0;
  public static final int FORMERR = 1;
  public static final int SERVFAIL = 2;
  public static final int NXDOMAIN = 3;
  public static final int NOTIMP = 4;
  public static final int REFUSED = 5;
  public static final int YXDOMAIN = 6;
  public static final int NOTAUTH = 9;
  public static final int BADVERS = 16;
  public static final int BADCOOKIE = 23;

  /** How many rcodes are counted by their own name: 0 to 23. */
  public static final int COUNT = 24;

  private Rcode() {}

  /** The mnemonic, or {@code RCODEnn}. */
  public static String name(int rcode) {
    return switch (rcode) {
      case NOERROR -> "NOERROR";
      case FORMERR -> "FORMERR";
      case SERVFAIL -> "SERVFAIL";
      case NXDOMAIN -> "NXDOMAIN";
      case NOTIMP -> "NOTIMP";
      case REFUSED -> "REFUSED";
      case YXDOMAIN -> "YXDOMAIN";
      case NOTAUTH -> "NOTAUTH";
      case BADVERS -> "BADVERS";
      case BADCOOKIE -> "BADCOOKIE";
      default -> String.format(Locale.ROOT, "RCODE%d", rcode);
    };
  }
}
