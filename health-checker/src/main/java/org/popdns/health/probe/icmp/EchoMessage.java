package org.popdns.health.probe.icmp;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.popdns.health.probe.icmp.EchoSockets.Family;

/**
 * An ICMP echo, request or reply (RFC 792 p. 14, RFC 4443 §4). Immutable.
 *
 * <pre>
 *   0 u8 type | 1 u8 code 0 | 2 u16 checksum | 4 u16 identifier | 6 u16 sequence | 8 u64 secret
 * </pre>
 *
 * @param sequence which request it belongs to
 * @param secret what only the host that was asked can know
 */
record EchoMessage(int sequence, long secret) {
  private static final int LENGTH_BYTES = 16;
  private static final int SEQUENCE = 6;
  private static final int SECRET = 8;

  /** As a request; checksum and identifier are the kernel's to fill in. */
  byte[] request(Family family) {
    return ByteBuffer.allocate(LENGTH_BYTES)
        .put((byte) (family == Family.IPV4 ? 8 : 128))
        .putShort(SEQUENCE, (short) sequence)
        .putLong(SECRET, secret)
        .array();
  }

  /** Reads a reply; empty if the message is none. */
  static Optional<EchoMessage> reply(Family family, ByteBuffer message) {
    int type = family == Family.IPV4 ? 0 : 129;
    if (message.remaining() != LENGTH_BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = message.slice();
    if ((bytes.get(0) & 0xff) != type || bytes.get(1) != 0) {
      return Optional.empty();
    }
    return Optional.of(new EchoMessage(bytes.getShort(SEQUENCE) & 0xffff, bytes.getLong(SECRET)));
  }
}
