package org.popdns.config.record;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.popdns.name.DomainName;

/** The RDATA of a SOA record (RFC 1035 §3.3.13); numbers are unsigned 32 bits, times in seconds. */
public record SoaRdata(
    DomainName mname,
    DomainName rname,
    long serial,
    long refresh,
    long retry,
    long expire,
    long minimum) {

  /**
   * Reads the bytes.
   *
   * @param rdata well formed, names uncompressed
   */
  public static SoaRdata ofBytes(byte[] rdata) {
    int second = endOfName(rdata, 0);
    int numbers = endOfName(rdata, second);
    ByteBuffer in = ByteBuffer.wrap(rdata, numbers, rdata.length - numbers);
    return new SoaRdata(
        DomainName.ofWire(Arrays.copyOfRange(rdata, 0, second)),
        DomainName.ofWire(Arrays.copyOfRange(rdata, second, numbers)),
        Integer.toUnsignedLong(in.getInt()),
        Integer.toUnsignedLong(in.getInt()),
        Integer.toUnsignedLong(in.getInt()),
        Integer.toUnsignedLong(in.getInt()),
        Integer.toUnsignedLong(in.getInt()));
  }

  private static int endOfName(byte[] rdata, int start) {
    int offset = start;
    while (rdata[offset] != 0) {
      offset += 1 + rdata[offset];
    }
    return offset + 1;
  }

  /** The same with another serial. */
  public SoaRdata withSerial(long other) {
    return new SoaRdata(mname, rname, other, refresh, retry, expire, minimum);
  }

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
