package org.popdns.config.model;

import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/**
 * The names whose addresses are sent along with a record: of hosts that NS, MX and SRV records name
 * (RFC 1035 §3.3, RFC 2782), of what SVCB and HTTPS records lead to (RFC 9460 §4.1), and of what
 * NAPTR records with the flag A do (RFC 3403 §4.1). What is answered and what is checked both come
 * from here. Stateless.
 */
public final class HostNames {

  /** The record names no host. */
  public static final int NONE = RecordType.NONE;

  private static final int SERVICE_TARGET = 2;
  private static final int NAPTR_FLAGS = 4;
  private static final int NAPTR_STRINGS = 3;

  private HostNames() {}

  /**
   * Where the name of a host begins.
   *
   * @param rdata has well-formed RDATA of the type at {@code from}
   * @return bytes behind {@code from}, or {@link #NONE}
   */
  public static int at(int type, byte[] rdata, int from) {
    return switch (type) {
      // RFC 9460 §2.5: the root stands for the owner, or for no service at all.
      case RecordType.SVCB, RecordType.HTTPS ->
          rdata[from + SERVICE_TARGET] == 0 ? NONE : SERVICE_TARGET;
      case RecordType.NAPTR -> flag(rdata, from) == 'A' ? replacementAt(rdata, from) : NONE;
      default -> RecordTypes.byNumber(type).hostAt();
    };
  }

  /** True if only some records of a type name a host. */
  public static boolean dependsOnRecord(int type) {
    return type == RecordType.NAPTR || type == RecordType.SVCB || type == RecordType.HTTPS;
  }

  /** A NAPTR record's one flag in upper case; 0 if it has none or several. */
  public static int flag(byte[] rdata, int from) {
    return rdata[from + NAPTR_FLAGS] == 1
        ? Character.toUpperCase(rdata[from + NAPTR_FLAGS + 1])
        : 0;
  }

  /** Where a NAPTR record's replacement begins, in bytes behind {@code from}. */
  public static int replacementAt(byte[] rdata, int from) {
    int at = from + NAPTR_FLAGS;
    for (int strings = 0; strings < NAPTR_STRINGS; strings++) {
      at += 1 + (rdata[at] & 0xff);
    }
    return at - from;
  }
}
