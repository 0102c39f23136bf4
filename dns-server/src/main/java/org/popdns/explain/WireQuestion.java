package org.popdns.explain;

import java.nio.ByteBuffer;
import org.popdns.name.DomainName;
import org.popdns.record.RecordType;
import org.popdns.wire.RecordClass;
import org.popdns.wire.WireFormat;

/**
 * A question as a resolver sends it.
 *
 * @param name the name asked
 * @param type the type asked
 * @param asker who asks
 */
record WireQuestion(DomainName name, int type, Asker asker) {

  private static final int OPT_BYTES = 11;

  /**
   * The query.
   *
   * @param payloadBytes how many bytes the resolver takes over UDP
   */
  byte[] query(int payloadBytes) {
    byte[] qname = name.toWire();
    byte[] option = asker.option();
    ByteBuffer query =
        ByteBuffer.allocate(
            WireFormat.HEADER_LENGTH_BYTES
                + qname.length
                + WireFormat.QUESTION_TAIL_BYTES
                + OPT_BYTES
                + option.length);
    query.putShort((short) 0).putShort((short) 0).putShort((short) 1);
    query.position(WireFormat.ARCOUNT);
    query.putShort((short) 1).put(qname).putShort((short) type).putShort((short) RecordClass.IN);
    query.put((byte) 0).putShort((short) RecordType.OPT).putShort((short) payloadBytes);
    return query.putInt(0).putShort((short) option.length).put(option).array();
  }
}
