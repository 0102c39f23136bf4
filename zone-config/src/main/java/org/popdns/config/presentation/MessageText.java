package org.popdns.config.presentation;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.popdns.record.RdataText;
import org.popdns.record.RecordType;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS message as {@code dig} prints it. Pure; any thread. */
public final class MessageText {

  private static final int[] FLAGS = {
    Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD
  };

  private MessageText() {}

  /**
   * The text of a message, in lines.
   *
   * @param wire a whole message
   * @throws IllegalArgumentException if the bytes are no DNS message
   */
  public static String of(byte[] wire) {
    Message message;
    try {
      message = new Message(wire);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a DNS message: " + e.getMessage(), e);
    }
    StringBuilder text = new StringBuilder();
    header(message, text);
    OPTRecord opt = message.getOPT();
    if (opt != null) {
      text.append(";; OPT PSEUDOSECTION:\n; EDNS: version: ").append(opt.getVersion());
      text.append(", udp: ").append(opt.getPayloadSize()).append('\n');
      opt.getOptions(EDNSOption.Code.CLIENT_SUBNET).forEach(option -> subnet(option, text));
    }
    Record question = message.getQuestion();
    if (question != null) {
      text.append(";; QUESTION SECTION:\n;").append(question.getName()).append('\t');
      text.append(DClass.string(question.getDClass())).append('\t');
      text.append(Type.string(question.getType())).append('\n');
    }
    section(message, Section.ANSWER, "ANSWER", text);
    section(message, Section.AUTHORITY, "AUTHORITY", text);
    section(message, Section.ADDITIONAL, "ADDITIONAL", text);
    return text.append(";; MSG SIZE: ").append(wire.length).append('\n').toString();
  }

  /** As dig has it: address, source and scope prefix-length (RFC 7871 §6). */
  private static void subnet(EDNSOption option, StringBuilder text) {
    if (option instanceof ClientSubnetOption subnet) {
      byte[] address = subnet.getAddress().getAddress();
      int type = address.length == 4 ? RecordType.A : RecordType.AAAA;
      text.append("; CLIENT-SUBNET: ").append(RdataText.of(type, address));
      text.append('/').append(subnet.getSourcePrefixLength());
      text.append('/').append(subnet.getScopePrefixLength()).append('\n');
    }
  }

  private static void header(Message message, StringBuilder text) {
    Header header = message.getHeader();
    text.append(";; ->>HEADER<<- opcode: ").append(Opcode.string(header.getOpcode()));
    text.append(", status: ").append(Rcode.string(message.getRcode())).append('\n');
    StringJoiner flags = new StringJoiner(" ");
    for (int flag : FLAGS) {
      if (header.getFlag(flag)) {
        flags.add(Flags.string(flag).toLowerCase(Locale.ROOT));
      }
    }
    text.append(";; flags: ").append(flags);
    text.append("; QUERY: ").append(header.getCount(Section.QUESTION));
    text.append(", ANSWER: ").append(header.getCount(Section.ANSWER));
    text.append(", AUTHORITY: ").append(header.getCount(Section.AUTHORITY));
    text.append(", ADDITIONAL: ").append(header.getCount(Section.ADDITIONAL)).append('\n');
  }

  private static void section(Message message, int section, String name, StringBuilder text) {
    List<Record> records =
        message.getSection(section).stream().filter(r -> r.getType() != Type.OPT).toList();
    if (records.isEmpty()) {
      return;
    }
    text.append(";; ").append(name).append(" SECTION:\n");
    for (Record shown : records) {
      text.append(line(shown)).append('\n');
    }
  }

  /** A record with its IPv6 addresses as RFC 5952 has them. */
  private static String line(Record shown) {
    String line = shown.toString();
    return switch (shown.getType()) {
      case Type.AAAA, Type.SVCB, Type.HTTPS ->
          line.substring(0, line.length() - shown.rdataToString().length())
              + RdataText.of(shown.getType(), shown.rdataToWireCanonical());
      default -> line;
    };
  }
}
