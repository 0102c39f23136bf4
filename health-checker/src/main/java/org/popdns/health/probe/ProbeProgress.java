package org.popdns.health.probe;

import io.netty.buffer.ByteBuf;

/**
 * How far a probe has come, so that its end can be told in terms that help: a server that accepts
 * and stays silent is another trouble than one that is not there. Written by the probe's handlers,
 * read when it fails, all on the event loop.
 */
final class ProbeProgress {
  /** Enough of a wrong answer to recognize who gave it. */
  private static final int OPENING_BYTES = 32;

  private final StringBuilder opening = new StringBuilder(OPENING_BYTES);
  private Stage stage = Stage.CONNECTING;
  private int bodyBytes;

  Stage stage() {
    return stage;
  }

  void enter(Stage next) {
    stage = next;
  }

  /** Bytes came from the server. The buffer is only looked at. */
  void received(ByteBuf bytes) {
    if (stage == Stage.WAITING) {
      stage = Stage.HEADERS;
    }
    int take = Math.min(bytes.readableBytes(), OPENING_BYTES - opening.length());
    for (int i = 0; i < take; i++) {
      int c = bytes.getUnsignedByte(bytes.readerIndex() + i);
      opening.append(c >= ' ' && c < 0x7f ? (char) c : '.');
    }
  }

  /** The first bytes the server sent, unprintable ones as dots. */
  String opening() {
    return opening.toString();
  }

  void countBodyByte() {
    bodyBytes++;
  }

  int bodyBytes() {
    return bodyBytes;
  }

  /** Where the server left us when it closed or reset the connection. */
  String whereItEnded() {
    return switch (stage) {
      case CONNECTING -> "before it was established";
      case TLS -> "within the TLS handshake";
      case WAITING -> "before the status line";
      case HEADERS -> "within the headers";
      case BODY -> "after " + bodyBytes + " bytes of the body";
    };
  }

  /** What a probe is waiting for. */
  enum Stage {
    CONNECTING("connecting"),
    TLS("connected, in the TLS handshake"),
    WAITING("connected, waiting for the status line"),
    HEADERS("reading the headers"),
    BODY("reading the body");

    private final String words;

    Stage(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
