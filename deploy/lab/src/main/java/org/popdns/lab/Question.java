package org.popdns.lab;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The one question of all clients, on the wire: QNAME, A, IN, with an OPT record that asks for NSID
 * (RFC 5001). Immutable.
 */
final class Question {

  private static final int NSID = 3;
  private static final int OPT_TYPE = 41;
  private static final int OPT_WITH_NSID_LENGTH_BYTES = 15;
  private static final int ID_LENGTH_BYTES = 2;
  private static final int RR_HEADER_LENGTH_BYTES = 12;
  private static final int FLAGS_RCODE = 3;
  private static final int ANCOUNT = 6;

  private final byte[] withoutId;

  /** Asks for the addresses of a name without escapes. */
  Question(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(300);
    bytes.putShort((short) 0).putShort((short) 1).putInt(0).putShort((short) 1);
    for (String label : name.split("\\.", -1)) {
      bytes.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    bytes.put((byte) 0).putShort((short) 1).putShort((short) 1);
    bytes.put((byte) 0).putShort((short) OPT_TYPE).putShort((short) 1232).putInt(0);
    bytes.putShort((short) 4).putShort((short) NSID).putShort((short) 0);
    withoutId = new byte[bytes.position()];
    bytes.flip().get(withoutId);
  }

  /** Fills the buffer with a query, ready to be sent. */
  void write(int id, ByteBuffer packet) {
    packet.clear().putShort((short) id).put(withoutId).flip();
  }

  /** True if a response is NOERROR and holds an answer. */
  static boolean isUseful(ByteBuffer response) {
    return (response.get(FLAGS_RCODE) & 0xf) == 0 && response.getShort(ANCOUNT) > 0;
  }

  /** The RDATA of the first answer, an A record whose owner is a pointer to the question. */
  String address(ByteBuffer response) {
    int at =
        ID_LENGTH_BYTES + withoutId.length - OPT_WITH_NSID_LENGTH_BYTES + RR_HEADER_LENGTH_BYTES;
    return (response.get(at) & 0xff)
        + "."
        + (response.get(at + 1) & 0xff)
        + "."
        + (response.get(at + 2) & 0xff)
        + "."
        + (response.get(at + 3) & 0xff);
  }

  /**
   * The name of the node that answered; {@code unknown} if it gave none. The OPT record is the last
   * one, and NSID its only option.
   */
  static String nsid(ByteBuffer response) {
    for (int at = response.limit() - 5; at > RR_HEADER_LENGTH_BYTES; at--) {
      int length = response.getShort(at + 2);
      if (response.getShort(at) == NSID && length > 0 && at + 4 + length == response.limit()) {
        byte[] text = new byte[length];
        response.get(at + 4, text);
        return new String(text, StandardCharsets.US_ASCII);
      }
    }
    return "unknown";
  }
}
