package org.popdns.config.write;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.popdns.config.model.DomainName;
import org.popdns.config.record.PresentationFormat;
import org.popdns.config.record.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Records in presentation format, as master files and dig write them. Stateless. */
public final class RecordText {

  private RecordText() {}

  /** The type's mnemonic, or {@code TYPEnnn} (RFC 3597 §5) where it has none. */
  public static String type(int type) {
    return Type.string(type);
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
    return known(type, rdata).filter(text -> isExact(type, text, rdata)).orElse(generic(rdata));
  }

  /** RDATA of any type (RFC 3597 §5): {@code \# 4 c0000201}. */
  static String generic(byte[] rdata) {
    String hex = HexFormat.of().formatHex(rdata);
    return rdata.length == 0 ? "\\# 0" : "\\# " + rdata.length + " " + hex;
  }

  private static Optional<String> known(int type, byte[] rdata) {
    try {
      Record record = Record.newRecord(Name.root, type, DClass.IN, 0, rdata);
      return Optional.of(record.rdataToString());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isExact(int type, String text, byte[] rdata) {
    try {
      return Arrays.equals(PresentationFormat.rdata(type, text, DomainName.ROOT), rdata);
    } catch (IOException e) {
      return false;
    }
  }
}
