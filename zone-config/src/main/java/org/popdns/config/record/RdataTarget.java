package org.popdns.config.record;

import java.util.Arrays;
import java.util.Optional;
import org.popdns.name.DomainName;

/** The name that a record leads to. Stateless. */
public final class RdataTarget {

  private RdataTarget() {}

  /**
   * The target of NS, CNAME, DNAME, MX and SRV records.
   *
   * @param rdata well formed, names uncompressed
   * @return empty for other types
   */
  public static Optional<DomainName> of(int type, byte[] rdata) {
    int offset =
        switch (type) {
          case RecordType.NS, RecordType.CNAME, RecordType.DNAME -> 0;
          case RecordType.MX -> 2;
          case RecordType.SRV -> 6;
          default -> rdata.length;
        };
    return offset < rdata.length
        ? Optional.of(DomainName.ofWire(Arrays.copyOfRange(rdata, offset, rdata.length)))
        : Optional.empty();
  }
}
