package org.popdns.health.probe.http;

import io.netty.buffer.ByteBuf;
import org.popdns.health.probe.Opening;
import org.popdns.health.probe.ProbeProgress;

/**
 * How far an HTTP probe has come. Written by the probe's handlers, read when it fails, all on the
 * event loop.
 */
final class HttpProgress {
  private final ProbeProgress probe;
  private final Opening opening = new Opening();
  private Stage stage = Stage.CONNECTING;
  private int bodyBytes;

  /**
   * A probe that connects.
   *
   * @param probe told of each stage
   */
  HttpProgress(ProbeProgress probe) {
    this.probe = probe;
  }

  void enter(Stage next) {
    stage = next;
    probe.enter(next.words);
  }

  /** Bytes came from the server. The buffer is only looked at. */
  void received(ByteBuf bytes) {
    if (stage == Stage.WAITING) {
      enter(Stage.HEADERS);
    }
    opening.received(bytes);
  }

  /** The first bytes the server sent, unprintable ones as dots. */
  String opening() {
    return opening.text();
  }

  /** True if those are a record of TLS (RFC 8446 §5.1), an alert most likely. */
  boolean speaksTls() {
    return opening.isTls();
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
      case WAITING -> "before the status line";
      case HEADERS -> "within the headers";
      case BODY -> "after " + bodyBytes + " bytes of the body";
    };
  }

  /** What a probe is waiting for. */
  enum Stage {
    CONNECTING("connecting"),
    WAITING("connected, waiting for the status line"),
    HEADERS("reading the headers"),
    BODY("reading the body");

    private final String words;

    Stage(String words) {
      this.words = words;
    }
  }
}
