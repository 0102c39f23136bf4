package org.popdns.config.record;

import java.util.HexFormat;

/**
 * RDATA as it is compared: the names of the older types without case (RFC 4034 §6.2, RFC 4343 §3),
 * all else byte by byte. Stateless.
 */
public final class CanonicalRdata {

  // Types whose RDATA ends in names, of before new ones were compared as bytes (RFC 3597 §7).
  private static final int PTR = 12;
  private static final int AFSDB = 18;
  private static final int KX = 36;

  private CanonicalRdata() {}

  /**
   * A text that two records of a type share exactly if they are the same record.
   *
   * @param rdata well formed, names uncompressed
   */
  public static String key(int type, byte[] rdata) {
    int names =
        switch (type) {
          case RecordType.NS, RecordType.CNAME, RecordType.DNAME, PTR -> 0;
          case RecordType.MX, AFSDB, KX -> 2;
          case RecordType.SRV -> 6;
          default -> rdata.length;
        };
    byte[] canonical = rdata.clone();
    for (int i = names; i < canonical.length; i++) {
      // Lengths of labels are below the letters.
      if (canonical[i] >= 'A' && canonical[i] <= 'Z') {
        canonical[i] = (byte) (canonical[i] + 'a' - 'A');
      }
    }
    return HexFormat.of().formatHex(canonical);
  }
}
