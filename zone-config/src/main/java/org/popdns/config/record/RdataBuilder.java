package org.popdns.config.record;

import java.io.ByteArrayOutputStream;
import org.popdns.name.DomainName;

/** Puts RDATA together, in network byte order and without compression. Used once, by one thread. */
final class RdataBuilder {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  RdataBuilder u8(long value) {
    out.write((int) value);
    return this;
  }

  RdataBuilder u16(long value) {
    return u8(value >>> 8).u8(value);
  }

  RdataBuilder u32(long value) {
    return u16(value >>> 16).u16(value);
  }

  RdataBuilder name(DomainName name) {
    return bytes(name.toWire());
  }

  RdataBuilder bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** A length byte and up to 255 bytes (RFC 1035 §3.3). */
  RdataBuilder characterString(byte[] bytes) {
    if (bytes.length > 255) {
      throw new IllegalArgumentException("character string of " + bytes.length + " bytes");
    }
    return u8(bytes.length).bytes(bytes);
  }

  byte[] build() {
    return out.toByteArray();
  }
}
