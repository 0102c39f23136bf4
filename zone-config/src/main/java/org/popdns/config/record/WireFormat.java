package org.popdns.config.record;

import java.io.IOException;
import java.util.Optional;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Lets dnsjava read RDATA that was put together here: a second opinion on its form. */
final class WireFormat {

  private static final int IN = 1;

  private WireFormat() {}

  /** Why the RDATA is not well formed; empty if it is, or if dnsjava does not know the type. */
  static Optional<String> problem(int type, byte[] rdata) {
    byte[] record =
        new RdataBuilder().u8(0).u16(type).u16(IN).u32(0).u16(rdata.length).bytes(rdata).build();
    try {
      Record.fromWire(record, Section.ANSWER);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(Optional.ofNullable(e.getMessage()).orElse("not well formed"));
    }
  }
}
