package org.popdns.health.probe;

import io.netty.buffer.ByteBuf;

/**
 * The first bytes of what a server sends: enough of a wrong answer to recognize who gave it. One
 * per probe, on the event loop.
 */
public final class Opening {
  private static final int BYTES = 32;

  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;

  private final StringBuilder text = new StringBuilder(BYTES);
  private int first;
  private int second;

  /** Nothing has come yet. */
  public Opening() {}

  /** Bytes came from the server. The buffer is only looked at. */
  public void received(ByteBuf bytes) {
    int take = Math.min(bytes.readableBytes(), BYTES - text.length());
    for (int i = 0; i < take; i++) {
      int c = bytes.getUnsignedByte(bytes.readerIndex() + i);
      if (text.isEmpty()) {
        first = c;
      } else if (text.length() == 1) {
        second = c;
      }
      text.append(c >= ' ' && c < 0x7f ? (char) c : '.');
    }
  }

  /** True of a record of TLS: an alert or a handshake, of version 3.x (RFC 8446 §5.1). */
  public boolean isTls() {
    return (first == ALERT || first == HANDSHAKE) && second == 3;
  }

  /** The first bytes, unprintable ones as dots. */
  public String text() {
    return text.toString();
  }
}
