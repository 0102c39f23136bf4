package org.popdns.differential.wire;

import java.io.ByteArrayOutputStream;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;

/** One message to send, and what it asks. Immutable. */
public final class Ask {

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

  private final String text;
  private final DomainName name;
  private final int type;
  private final byte[] message;

  /**
   * A message.
   *
   * @param text for the report
   * @param name the question's name; another where there is no question
   * @param type QTYPE
   * @param message in wire format; its id is set when it is sent, and nobody changes it
   */
  public Ask(String text, DomainName name, int type, byte[] message) {
    this.text = text;
    this.name = name;
    this.type = type;
    this.message = message;
  }

  /** What it asks, for the report. */
  public String text() {
    return text;
  }

  /** The question's name. */
  public DomainName name() {
    return name;
  }

  /** QTYPE. */
  public int type() {
    return type;
  }

  /** The message; nobody changes the array. */
  public byte[] message() {
    return message;
  }

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
    String text = name + " " + RecordTypes.mnemonic(type) + " " + style;
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
