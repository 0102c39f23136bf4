package org.popdns.health.probe;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What is wrong with an answer that the HTTP decoder gave up on. */
final class MalformedAnswer {
  private MalformedAnswer() {}

  /**
   * The failure to report.
   *
   * @param cause what the decoder failed with
   * @param progress how far the probe had come
   */
  static ProbeOutcome outcome(@Nullable Throwable cause, ProbeProgress progress) {
    return new ProbeOutcome.Failure(reason(cause, progress));
  }

  private static String reason(@Nullable Throwable cause, ProbeProgress progress) {
    if (cause instanceof PrematureChannelClosureException) {
      return "connection closed " + progress.whereItEnded();
    }
    if (progress.stage() == ProbeProgress.Stage.BODY) {
      return "broken chunks after " + progress.bodyBytes() + " bytes of the body";
    }
    return switch (cause) {
      case TooLongHttpLineException _ ->
          "status line longer than " + HttpExchange.STATUS_LINE_LIMIT_BYTES + " bytes";
      case TooLongHttpHeaderException _ ->
          "headers longer than " + HttpExchange.HEADER_LIMIT_BYTES + " bytes";
      case null, default -> "answer is not HTTP, it begins \"" + progress.opening() + "\"";
    };
  }
}
