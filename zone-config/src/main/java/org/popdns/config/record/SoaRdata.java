package org.popdns.config.record;

import org.popdns.config.model.DomainName;

/** The RDATA of a SOA record (RFC 1035 §3.3.13); numbers are unsigned 32 bits, times in seconds. */
public record SoaRdata(
    DomainName mname,
    DomainName rname,
    long serial,
    long refresh,
    long retry,
    long expire,
    long minimum) {

  /** The bytes, names uncompressed. */
  public byte[] toBytes() {
    return new RdataBuilder()
        .name(mname)
        .name(rname)
        .u32(serial)
        .u32(refresh)
        .u32(retry)
        .u32(expire)
        .u32(minimum)
        .build();
  }
}
