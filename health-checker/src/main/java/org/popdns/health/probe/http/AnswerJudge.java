package org.popdns.health.probe.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.health.probe.ProbeOutcome;

/**
 * Judges an HTTP answer piece by piece and says so as soon as the rest no longer matters. One per
 * probe, on the event loop; what changes is how much of the body it has seen.
 */
final class AnswerJudge {
  static final int BODY_LIMIT_BYTES = 65_536;

  private final HttpProbe probe;
  private final HttpProgress progress;
  private final ByteSearch search;
  private int status;

  AnswerJudge(HttpProbe probe, HttpProgress progress) {
    this.probe = probe;
    this.progress = progress;
    this.search = new ByteSearch(probe.bodyContains().orElse("").getBytes(StandardCharsets.UTF_8));
  }

  /** The verdict the status alone allows: always, unless the body matters too. */
  Optional<ProbeOutcome> onStatus(int status) {
    this.status = status;
    if (!probe.statuses().contains(status)) {
      String expected =
          probe.statuses().stream()
              .sorted()
              .map(String::valueOf)
              .collect(Collectors.joining(" or "));
      return Optional.of(new ProbeOutcome.Failure("status " + status + ", expected " + expected));
    }
    return search.found() ? Optional.of(success()) : Optional.empty();
  }

  /** The verdict after some more of the body, if there is one yet. The buffer is only looked at. */
  Optional<ProbeOutcome> onBody(ByteBuf bytes) {
    bytes.forEachByte(
        next -> {
          search.accept(next);
          progress.countBodyByte();
          return !search.found() && progress.bodyBytes() < BODY_LIMIT_BYTES;
        });
    if (search.found()) {
      return Optional.of(success());
    }
    return progress.bodyBytes() < BODY_LIMIT_BYTES
        ? Optional.empty()
        : Optional.of(lacks("in its first " + BODY_LIMIT_BYTES + " bytes"));
  }

  /** The verdict when the body has ended. */
  ProbeOutcome onEnd() {
    return search.found() ? success() : lacks("in its " + progress.bodyBytes() + " bytes");
  }

  private ProbeOutcome success() {
    return new ProbeOutcome.Success("status " + status);
  }

  private ProbeOutcome lacks(String where) {
    return new ProbeOutcome.Failure(
        "body lacks \"" + probe.bodyContains().orElse("") + "\" " + where);
  }
}
