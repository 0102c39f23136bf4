package org.popdns.announce;

import java.nio.ByteBuffer;
import org.popdns.answer.OwnMark;
import org.popdns.config.model.Configuration;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.record.RecordTypes;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;

/**
 * What a server that answers must know: the SOA record of its first zone, or where it has none its
 * own name ({@code id.server CH TXT}, RFC 4892).
 */
record Question(DomainName name, int type, int recordClass) {

  private static final int CLASS_IN = 1;

  /** Who it is. */
  static final Question IDENTITY =
      new Question(DomainName.parse("id.server."), RecordType.TXT, RecordClass.CHAOS);

  static Question of(Configuration configuration) {
    return configuration.zones().isEmpty()
        ? IDENTITY
        : new Question(configuration.zones().getFirst().origin(), RecordType.SOA, CLASS_IN);
  }

  /** The type's mnemonic. */
  String typeName() {
    return RecordTypes.mnemonic(type);
  }

  /** The message, as one of the server's own. */
  byte[] query(int id, OwnMark mark) {
    byte[] wire = name.toWire();
    byte[] opt = mark.optRecord();
    ByteBuffer message =
        ByteBuffer.allocate(
            WireFormat.HEADER_LENGTH_BYTES
                + wire.length
                + WireFormat.QUESTION_TAIL_BYTES
                + opt.length);
    message.putShort((short) id).putShort((short) 0).putShort((short) 1);
    message.putShort(WireFormat.ARCOUNT, (short) 1);
    message.position(WireFormat.HEADER_LENGTH_BYTES);
    message.put(wire).putShort((short) type).putShort((short) recordClass).put(opt);
    return message.array();
  }

  /** True if this answers {@link #query}: NOERROR, authoritative, with a record or truncated. */
  static boolean isAnswer(byte[] query, ByteBuffer response) {
    return response.limit() >= WireFormat.HEADER_LENGTH_BYTES
        && response.get(0) == query[0]
        && response.get(1) == query[1]
        && (response.get(2) & 0x84) == 0x84
        && (response.get(3) & 0x0f) == 0
        && ((response.get(2) & 0x02) != 0 || response.getShort(WireFormat.ANCOUNT) >= 1);
  }
}
