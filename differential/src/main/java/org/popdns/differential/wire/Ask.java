package org.popdns.differential.wire;

import java.io.ByteArrayOutputStream;
import org.popdns.config.model.DomainName;
import org.popdns.wire.RecordType;

/**
 * One message to send, and what it asks.
 *
 * @param text for the report
 * @param name the question's name; the root where there is none
 * @param type QTYPE
 * @param message in wire format; its id is set when it is sent, and nobody changes the rest
 */
public record Ask(String text, DomainName name, int type, byte[] message) {

  /** What an OPT record of a question says, and whether RD is set. */
  public enum Style {
    /** No EDNS. */
    PLAIN,
    /** EDNS, with the payload size that all servers are configured for. */
    EDNS,
    /** EDNS with DO. */
    DNSSEC_OK,
    /** EDNS and RD. */
    RECURSION_DESIRED
  }

  /** The payload size in bytes that questions announce and servers are configured for. */
  public static final int PAYLOAD_BYTES = 1232;

  /** A question of class IN. */
  public static Ask of(DomainName name, int type, Style style) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    u16(out, 0);
    u16(out, style == Style.RECURSION_DESIRED ? 0x0100 : 0);
    u16(out, 1);
    u16(out, 0);
    u16(out, 0);
    u16(out, style == Style.PLAIN ? 0 : 1);
    out.writeBytes(name.toWire());
    u16(out, type);
    u16(out, 1);
    if (style != Style.PLAIN) {
      out.write(0);
      u16(out, RecordType.OPT);
      u16(out, PAYLOAD_BYTES);
      u16(out, 0);
      u16(out, style == Style.DNSSEC_OK ? 0x8000 : 0);
      u16(out, 0);
    }
    String text = name + " " + RecordType.name(type) + " " + style;
    return new Ask(text, name, type, out.toByteArray());
  }

  private static void u16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }

  @Override
  public String toString() {
    return text;
  }
}
