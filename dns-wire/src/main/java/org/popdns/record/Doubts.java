package org.popdns.record;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with RDATA of some types that is well formed, which BIND alone refuses. Each judge
 * is handed RDATA of its type. Stateless.
 */
final class Doubts {

  private static final int FEWEST_DIGITS = 4;
  // Serial, scheme and algorithm, then 12 bytes.
  private static final int SHORTEST_ZONEMD = 6 + 12;
  private static final int ALGORITHM_AT = 2;

  private Doubts() {}

  /** RFC 1183 §3.1: at least four decimal digits. */
  static @Nullable String ofX25(byte[] bytes, int from, int length) {
    for (int i = from + 1; i < from + length; i++) {
      if (!Ascii.isDigit(bytes[i])) {
        return "is no number of decimal digits; BIND refuses the zone";
      }
    }
    return length > FEWEST_DIGITS
        ? null
        : "has fewer than " + FEWEST_DIGITS + " digits; BIND refuses the zone";
  }

  /** RFC 8976 §2.2.4: at least 12 bytes, whatever makes them. */
  static @Nullable String ofZonemd(byte[] bytes, int from, int length) {
    String wrong = DigestLength.ZONEMD.problem(bytes, from, length);
    return wrong == null && length < SHORTEST_ZONEMD
        ? "digest is shorter than 12 bytes; BIND refuses the zone"
        : wrong;
  }

  /** RFC 4025 §2.4, §2.6: there is a key unless the algorithm is 0. */
  static @Nullable String ofIpseckey(byte[] bytes, int from, int length) {
    RdataCursor wire = new RdataCursor().over(bytes, from, length);
    wire.skip(ALGORITHM_AT + 1);
    boolean isWithoutKey = Gateway.IPSECKEY.skip(wire) == null && wire.left() == 0;
    return isWithoutKey && wire.earlier(ALGORITHM_AT) != 0
        ? "lacks the key of algorithm " + wire.earlier(ALGORITHM_AT) + "; BIND refuses the zone"
        : null;
  }

  /** The flags of RKEY, which its last draft has as zero. */
  static @Nullable String ofRkey(byte[] bytes, int from, int length) {
    return length > 1 && (bytes[from] | bytes[from + 1]) != 0
        ? "has flags other than 0; BIND refuses the zone"
        : null;
  }
}
