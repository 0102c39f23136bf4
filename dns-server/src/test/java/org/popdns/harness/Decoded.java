package org.popdns.harness;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A response as dnsjava reads it, whole: bytes behind the last record make it invalid.
 *
 * @param message what it says
 */
public record Decoded(Message message) {

  /** Decodes a response. */
  public static Decoded of(byte[] bytes) {
    try {
      Message message = new Message(bytes);
      if (message.numBytes() != bytes.length) {
        throw new AssertionError(
            "%d bytes, but the message ends after %d: %s"
                .formatted(bytes.length, message.numBytes(), Arrays.toString(bytes)));
      }
      return new Decoded(message);
    } catch (IOException e) {
      throw new AssertionError("not a message: " + Arrays.toString(bytes), e);
    }
  }

  /** The response's length. */
  public int lengthBytes() {
    return message.numBytes();
  }

  /** The mnemonic of the rcode, its EDNS part included. */
  public String rcode() {
    return Rcode.string(message.getRcode());
  }

  /** The flags that are set, in the order of the header: {@code qr aa rd}. */
  public String flags() {
    return message.getHeader().printFlags().toLowerCase(Locale.ROOT).strip();
  }

  /** True if TC is set. */
  public boolean truncated() {
    return message.getHeader().getFlag(Flags.TC);
  }

  /** The answer section's records, one line each: {@code name. ttl type rdata}. */
  public List<String> answers() {
    return lines(Section.ANSWER);
  }

  /** The authority section's records. */
  public List<String> authorities() {
    return lines(Section.AUTHORITY);
  }

  /** The additional section's records, the OPT record left out. */
  public List<String> additionals() {
    return lines(Section.ADDITIONAL);
  }

  /**
   * The OPT record's options, one text each: {@code code: data in hexadecimal digits}.
   *
   * @throws AssertionError if there is no OPT record
   */
  public List<String> options() {
    if (message.getOPT() == null) {
      throw new AssertionError("no OPT record in " + message);
    }
    return message.getOPT().getOptions().stream()
        .map(option -> new DNSInput(option.toWire()))
        .map(Decoded::option)
        .toList();
  }

  private static String option(DNSInput in) {
    try {
      int code = in.readU16();
      in.readU16();
      return code + ": " + HexFormat.of().formatHex(in.readByteArray());
    } catch (IOException e) {
      throw new AssertionError("an option that ends too soon", e);
    }
  }

  private List<String> lines(int section) {
    return message.getSection(section).stream()
        .filter(record -> record.getType() != 41)
        .map(Decoded::line)
        .toList();
  }

  private static String line(Record record) {
    return "%s %d %s %s"
        .formatted(
            record.getName(),
            record.getTTL(),
            org.xbill.DNS.Type.string(record.getType()),
            record.rdataToString());
  }
}
