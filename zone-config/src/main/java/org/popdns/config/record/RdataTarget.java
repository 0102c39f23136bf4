package org.popdns.config.record;

import java.util.Optional;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/** The name that a record leads to. Stateless. */
public final class RdataTarget {

  private RdataTarget() {}

  /**
   * The host or the name that a record leads to, as NS, CNAME, DNAME, MX and SRV records do.
   *
   * @param rdata well formed, names uncompressed
   * @return empty for types that lead nowhere
   */
  public static Optional<DomainName> of(int type, byte[] rdata) {
    RecordType recordType = RecordTypes.byNumber(type);
    int at = Math.max(recordType.hostAt(), recordType.aliasAt());
    return at == RecordType.NONE ? Optional.empty() : Optional.of(DomainName.ofWire(rdata, at));
  }
}
