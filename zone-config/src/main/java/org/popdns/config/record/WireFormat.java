package org.popdns.config.record;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Lets dnsjava read RDATA that was put together here: a second opinion on its form. */
final class WireFormat {

  private static final int IN = 1;

  // The root name, type, class, TTL and length, which stand before the RDATA.
  private static final int HEADER_BYTES = 11;

  private WireFormat() {}

  /** Why the RDATA is not well formed; empty if it is, or if dnsjava does not know the type. */
  static Optional<String> problem(int type, byte[] rdata) {
    byte[] record =
        new RdataBuilder().u8(0).u16(type).u16(IN).u32(0).u16(rdata.length).bytes(rdata).build();
    try {
      byte[] again = Record.fromWire(record, Section.ANSWER).toWire(Section.ANSWER);
      // A compression pointer is read, but would point anywhere in another message.
      boolean same = Arrays.equals(again, HEADER_BYTES, again.length, rdata, 0, rdata.length);
      return same ? Optional.empty() : Optional.of("not in the uncompressed form of the type");
    } catch (IOException | RuntimeException e) {
      // Which exceptions the many parsers of dnsjava throw for bad bytes is not said anywhere.
      return Optional.of(Optional.ofNullable(e.getMessage()).orElse("not well formed"));
    }
  }
}
