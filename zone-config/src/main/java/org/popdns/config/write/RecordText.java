package org.popdns.config.write;

import java.util.HexFormat;
import org.popdns.config.presentation.TypeNames;
import org.popdns.config.record.PresentationFormat;
import org.popdns.config.record.RecordType;

/** Records in presentation format, as master files and dig write them. Stateless. */
public final class RecordText {

  private RecordText() {}

  /** The type's mnemonic, or {@code TYPEnnn} (RFC 3597 §5) where it has none. */
  public static String type(int type) {
    return TypeNames.of(type);
  }

  /**
   * The RDATA of a record. Names in it are absolute. Where no text of the type's own makes the same
   * bytes again, the form of RFC 3597 §5 is taken, which does for every type.
   *
   * @param rdata names in it uncompressed
   */
  public static String rdata(int type, byte[] rdata) {
    if (type == RecordType.AAAA && rdata.length == 16) {
      return AddressFormat.ipv6(rdata);
    }
    return PresentationFormat.text(type, rdata).orElseGet(() -> generic(rdata));
  }

  /** RDATA of any type (RFC 3597 §5): {@code \# 4 c0000201}. */
  static String generic(byte[] rdata) {
    String hex = HexFormat.of().formatHex(rdata);
    return rdata.length == 0 ? "\\# 0" : "\\# " + rdata.length + " " + hex;
  }
}
