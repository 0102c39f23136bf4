package org.popdns.health.probe.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.popdns.config.probe.http.HttpExpectation;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.config.probe.http.HttpRequest;
import org.popdns.health.probe.ProbeOutcome;

/**
 * Judges an HTTP answer piece by piece and says so as soon as the rest no longer matters. One per
 * probe, on the event loop; what changes is how much of the body it has seen.
 */
final class AnswerJudge {
  static final int BODY_LIMIT_BYTES = 65_536;

  private final HttpProbe probe;
  private final HttpExpectation expectation;
  private final HttpProgress progress;
  private final ByteSearch search;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
  private final int keptLimitBytes;
  private AnswerHead head = new AnswerHead(0, Optional.empty(), Optional.empty(), false);

  AnswerJudge(HttpProbe probe, HttpProgress progress) {
    this.probe = probe;
    this.expectation = probe.expectation();
    this.progress = progress;
    this.search =
        new ByteSearch(expectation.contains().orElse("").getBytes(StandardCharsets.UTF_8));
    this.keptLimitBytes = expectation.asksForWholeBody() ? BODY_LIMIT_BYTES : Excerpt.BODY_BYTES;
  }

  /** The verdict that the head alone allows: success, unless status or body matter too. */
  Optional<ProbeOutcome> onHead(AnswerHead answered) {
    head = answered;
    return isStatusWrong() || expectation.asksForBody() ? Optional.empty() : Optional.of(success());
  }

  /** True where the answer is wrong whatever its body; more of that only helps to tell of it. */
  boolean isStatusWrong() {
    return !expectation.statuses().contains(head.status());
  }

  /** True once some of the body has come. */
  boolean hasBody() {
    return kept.size() > 0;
  }

  /** The verdict after some more of the body, if there is one yet. The buffer is only looked at. */
  Optional<ProbeOutcome> onBody(ByteBuf bytes) {
    int keep = Math.min(bytes.readableBytes(), keptLimitBytes - kept.size());
    for (int i = 0; i < keep; i++) {
      kept.write(bytes.getByte(bytes.readerIndex() + i));
    }
    if (isStatusWrong()) {
      return Optional.empty();
    }
    boolean whole = expectation.asksForWholeBody();
    bytes.forEachByte(
        next -> {
          search.accept(next);
          progress.countBodyByte();
          return (whole || !search.found()) && progress.bodyBytes() < BODY_LIMIT_BYTES;
        });
    if (search.found() && !whole) {
      return Optional.of(success());
    }
    return progress.bodyBytes() < BODY_LIMIT_BYTES
        ? Optional.empty()
        : Optional.of(verdict("first " + BODY_LIMIT_BYTES));
  }

  /** The verdict when the body has ended, or when no more of it is waited for. */
  ProbeOutcome onEnd() {
    return verdict(Integer.toString(progress.bodyBytes()));
  }

  /**
   * By all that is there.
   *
   * @param howMuch of the body, within words
   */
  private ProbeOutcome verdict(String howMuch) {
    if (isStatusWrong()) {
      return new ProbeOutcome.Failure(wrongStatus());
    }
    if (!search.found()) {
      return lacks("\"" + expectation.contains().orElse("") + "\"", howMuch);
    }
    byte[] body = kept.toByteArray();
    if (expectation.matches().isPresent() && !expectation.matches().get().isFoundIn(body)) {
      return lacks("what matches \"" + expectation.matches().get() + "\"", howMuch);
    }
    if (expectation.json().isEmpty()) {
      return success();
    }
    return JsonJudge.fault(body, expectation.json())
        .<ProbeOutcome>map(fault -> new ProbeOutcome.Failure(fault + beginning()))
        .orElseGet(this::success);
  }

  private String wrongStatus() {
    String expected =
        expectation.statuses().stream()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(" or "));
    String status = "status " + head.status() + ", expected " + expected;
    return head.location().isPresent()
        ? status + ": it redirects to " + head.location().get()
        : status + beginning();
  }

  private ProbeOutcome lacks(String what, String howMuch) {
    return new ProbeOutcome.Failure(
        "body lacks " + what + " in its " + howMuch + " bytes" + beginning());
  }

  /** Who has answered is often to be seen there. */
  private String beginning() {
    byte[] body = kept.toByteArray();
    String words =
        Excerpt.ofBody(
            body.length > Excerpt.BODY_BYTES ? Arrays.copyOf(body, Excerpt.BODY_BYTES) : body);
    return words.isEmpty() ? "" : "; it begins \"" + words + "\"";
  }

  private ProbeOutcome success() {
    String reason = "status " + head.status();
    // A server that has no such site often says so with nothing.
    boolean empty =
        head.empty()
            && !expectation.asksForBody()
            && !probe.request().method().equals(HttpRequest.HEAD);
    if (empty) {
      reason += ", with an empty body";
    }
    if (head.cache().isPresent() && !probe.request().fresh()) {
      reason += ", by way of a cache (" + head.cache().get() + "): see 'fresh'";
    }
    return new ProbeOutcome.Success(reason);
  }
}
