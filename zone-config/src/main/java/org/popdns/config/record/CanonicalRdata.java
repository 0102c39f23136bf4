package org.popdns.config.record;

import java.util.HexFormat;
import org.popdns.record.RecordTypes;

/** RDATA as it is compared: in canonical form (RFC 4034 §6.2, RFC 4343 §3). Stateless. */
public final class CanonicalRdata {

  private CanonicalRdata() {}

  /**
   * A text that two records of a type share exactly if they are the same record.
   *
   * @param rdata well formed, names uncompressed
   */
  public static String key(int type, byte[] rdata) {
    byte[] canonical = rdata.clone();
    RecordTypes.byNumber(type).toCanonical(canonical, 0, canonical.length);
    return HexFormat.of().formatHex(canonical);
  }
}
