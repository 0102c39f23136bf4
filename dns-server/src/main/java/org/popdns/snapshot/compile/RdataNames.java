package org.popdns.snapshot.compile;

import java.util.Arrays;
import org.popdns.name.DomainName;
import org.popdns.wire.RecordType;

/**
 * Where the RDATA of the well-known types holds domain names (RFC 1035 §3.3). Only these may be
 * compressed (RFC 3597 §4), and some of them lead to addresses that are sent along.
 */
final class RdataNames {

  private RdataNames() {}

  /** How many bytes stand before the first name, or -1 if no name of the type is compressed. */
  static int compressibleFrom(int type) {
    return switch (type) {
      case RecordType.NS, RecordType.CNAME, RecordType.PTR, RecordType.SOA -> 0;
      case RecordType.MX -> 2;
      default -> -1;
    };
  }

  /** How many names stand there in a row. */
  static int compressibleCount(int type) {
    return type == RecordType.SOA ? 2 : 1;
  }

  /** Offset of the name whose addresses are sent along (RFC 1035 §3.3, RFC 2782), or -1. */
  static int additionalNameAt(int type) {
    return switch (type) {
      case RecordType.NS -> 0;
      case RecordType.MX -> 2;
      case RecordType.SRV -> 6;
      default -> -1;
    };
  }

  /** The uncompressed name at an offset of RDATA. */
  static DomainName nameAt(byte[] rdata, int offset) {
    int end = offset;
    while (rdata[end] != 0) {
      end += 1 + rdata[end];
    }
    return DomainName.ofWire(Arrays.copyOfRange(rdata, offset, end + 1));
  }
}
