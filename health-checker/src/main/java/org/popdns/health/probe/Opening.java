package org.popdns.health.probe;

import io.netty.buffer.ByteBuf;

/**
 * The first bytes of what a server sends: enough of a wrong answer to recognize who gave it. One
 * per probe, on the event loop.
 */
public final class Opening {
  private static final int BYTES = 32;

  private final StringBuilder text = new StringBuilder(BYTES);

  /** Nothing has come yet. */
  public Opening() {}

  /** Bytes came from the server. The buffer is only looked at. */
  public void received(ByteBuf bytes) {
    int take = Math.min(bytes.readableBytes(), BYTES - text.length());
    for (int i = 0; i < take; i++) {
      int c = bytes.getUnsignedByte(bytes.readerIndex() + i);
      text.append(c >= ' ' && c < 0x7f ? (char) c : '.');
    }
  }

  /** The first bytes, unprintable ones as dots. */
  public String text() {
    return text.toString();
  }
}
