package org.popdns.config.write;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.popdns.name.DomainName;

/**
 * Takes RDATA apart, from its start to its end. Text is read as UTF-8; bytes that are none are
 * replaced, which whoever writes them has to notice. Used by one thread.
 */
final class RdataReader {

  private final ByteBuffer in;

  RdataReader(byte[] rdata) {
    this.in = ByteBuffer.wrap(rdata);
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  int u8() {
    return in.get() & 0xff;
  }

  int u16() {
    return in.getShort() & 0xffff;
  }

  long u32() {
    return in.getInt() & 0xffff_ffffL;
  }

  /** A name in presentation format, with its final dot. */
  String name() {
    int start = in.position();
    int end = start;
    while (in.get(end) != 0) {
      end += 1 + (in.get(end) & 0xff);
    }
    return DomainName.ofWire(bytes(end + 1 - start)).toString();
  }

  /** Text with its length before it (RFC 1035 §3.3). */
  String characterString() {
    return text(bytes(u8()));
  }

  /** The next bytes as RDATA of their own. */
  RdataReader part(int lengthBytes) {
    return new RdataReader(bytes(lengthBytes));
  }

  byte[] bytes(int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    in.get(bytes);
    return bytes;
  }

  byte[] rest() {
    return bytes(in.remaining());
  }

  String restAsText() {
    return text(rest());
  }

  String restAsHex() {
    return HexFormat.of().formatHex(rest());
  }

  String restAsBase64() {
    return Base64.getEncoder().encodeToString(rest());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
