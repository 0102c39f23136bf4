package org.popdns.health.probe.http;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.popdns.config.probe.http.HttpRequest;

/**
 * Reads an HTTP answer (RFC 9112) from the bytes of a connection, and is lenient about all that
 * does not change what it means: a probe asks whether the server serves, not whether it is well
 * bred. Lines may end in a bare line feed, names may have any bytes, the reason phrase may be
 * missing. One per probe, on the event loop; it keeps one line and where it is.
 */
final class AnswerReader {
  static final int STATUS_LINE_LIMIT_BYTES = 4096;
  static final int HEADER_LIMIT_BYTES = 65_536;

  private static final int CHUNK_LINE_LIMIT_BYTES = 4096;
  private static final int CHUNK_SIZE_DIGITS = 15;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final Parts parts;
  private final boolean isHead;
  private final StringBuilder line = new StringBuilder();
  private State state = State.STATUS_LINE;
  private BodyFraming framing = new BodyFraming();
  private HeadNotes notes = new HeadNotes();
  private int headerBytes;
  private int status;
  private long remaining;

  /**
   * Before the first byte.
   *
   * @param method what was asked by, for an answer to HEAD has no body (RFC 9110 §9.3.2)
   */
  AnswerReader(Parts parts, String method) {
    this.parts = parts;
    this.isHead = method.equals(HttpRequest.HEAD);
  }

  /** What is told of an answer, in this order; of several answers one after the other. */
  interface Parts {
    /** The head has been read. */
    void head(AnswerHead head);

    /** Some more of the body, chunks' framing taken away. The buffer is only looked at. */
    void body(ByteBuf bytes);

    /** The body has ended. */
    void end();

    /** This is no answer; nothing more is told. */
    void malformed(Fault fault);
  }

  /** What is wrong with an answer. */
  sealed interface Fault {
    /** It does not begin as HTTP does. */
    record NotHttp() implements Fault {}

    /** The head can't be read, for this reason. */
    record Head(String reason) implements Fault {}

    /** A chunk of the body has no size or no end. */
    record Chunk() implements Fault {}
  }

  private enum State {
    STATUS_LINE,
    HEADERS,
    COUNTED_BODY,
    BODY_UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    OVER
  }

  /** Takes what has come. */
  void read(ByteBuf bytes) {
    while (bytes.isReadable() && state != State.OVER) {
      switch (state) {
        case COUNTED_BODY, CHUNK -> readCounted(bytes);
        case BODY_UNTIL_CLOSE -> parts.body(bytes.readSlice(bytes.readableBytes()));
        case STATUS_LINE, HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS, OVER -> readLine(bytes);
      }
    }
  }

  /** The server has closed its side: true if that ends the answer rather than cuts it off. */
  boolean close() {
    return state == State.BODY_UNTIL_CLOSE;
  }

  private void readCounted(ByteBuf bytes) {
    int length = (int) Math.min(remaining, bytes.readableBytes());
    remaining -= length;
    parts.body(bytes.readSlice(length));
    if (remaining == 0) {
      if (state == State.CHUNK) {
        state = State.CHUNK_END;
      } else {
        endMessage();
      }
    }
  }

  private void readLine(ByteBuf bytes) {
    while (bytes.isReadable()) {
      int next = bytes.readUnsignedByte();
      if (next == '\n') {
        int end = line.length();
        String text = line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
        line.setLength(0);
        onLine(text);
        return;
      }
      line.append((char) next);
      Optional<Fault> tooLong = tooLong();
      if (tooLong.isPresent()) {
        fail(tooLong.get());
        return;
      }
    }
  }

  private Optional<Fault> tooLong() {
    return switch (state) {
      case STATUS_LINE ->
          line.length() > STATUS_LINE_LIMIT_BYTES
              ? Optional.of(
                  new Fault.Head("status line longer than " + STATUS_LINE_LIMIT_BYTES + " bytes"))
              : Optional.empty();
      case HEADERS, TRAILERS -> {
        headerBytes++;
        yield headerBytes > HEADER_LIMIT_BYTES
            ? Optional.of(new Fault.Head("headers longer than " + HEADER_LIMIT_BYTES + " bytes"))
            : Optional.empty();
      }
      default ->
          line.length() > CHUNK_LINE_LIMIT_BYTES
              ? Optional.of(new Fault.Chunk())
              : Optional.empty();
    };
  }

  private void onLine(String text) {
    switch (state) {
      case STATUS_LINE -> onStatusLine(text);
      case HEADERS -> onHeader(text);
      case CHUNK_SIZE -> onChunkSize(text);
      case CHUNK_END -> {
        if (text.isEmpty()) {
          state = State.CHUNK_SIZE;
        } else {
          fail(new Fault.Chunk());
        }
      }
      case TRAILERS -> {
        if (text.isEmpty()) {
          endMessage();
        }
      }
      default -> throw new IllegalStateException("no lines in " + state);
    }
  }

  /** RFC 9112 §4: the version, the status and a phrase that nobody reads. */
  private void onStatusLine(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return; // RFC 9112 §2.2 allows it before a request; before an answer it does no harm.
    }
    int version = "HTTP/".length();
    int at = version;
    while (at < stripped.length() && !Character.isWhitespace(stripped.charAt(at))) {
      at++;
    }
    while (at < stripped.length() && Character.isWhitespace(stripped.charAt(at))) {
      at++;
    }
    int digits = at;
    while (digits < stripped.length() && isDigit(stripped.charAt(digits))) {
      digits++;
    }
    boolean http =
        stripped.regionMatches(true, 0, "HTTP/", 0, version)
            && at > version
            && isDigit(stripped.charAt(version))
            && digits > at
            && digits - at <= 9;
    if (!http) {
      fail(new Fault.NotHttp());
      return;
    }
    status = Integer.parseInt(stripped, at, digits, 10);
    framing = new BodyFraming();
    notes = new HeadNotes();
    headerBytes = 0;
    state = State.HEADERS;
  }

  private void onHeader(String text) {
    if (!text.isEmpty()) {
      notes.onLine(text);
      framing.onLine(text).ifPresent(reason -> fail(new Fault.Head(reason)));
      return;
    }
    boolean interim = status / 100 == 1 && status != SWITCHING_PROTOCOLS;
    // RFC 9112 §6.3: these have no body, whatever their headers say.
    boolean bodiless = interim || isHead || status == 204 || status == 304;
    BodyFraming.Length length = bodiless ? new BodyFraming.Length.Counted(0) : framing.length();
    if (length instanceof BodyFraming.Length.Unclear(String reason)) {
      fail(new Fault.Head(reason));
      return;
    }
    boolean empty =
        !bodiless && length instanceof BodyFraming.Length.Counted(long bytes) && bytes == 0;
    parts.head(new AnswerHead(status, notes.location(), notes.cache(), empty));
    switch (length) {
      case BodyFraming.Length.Chunked _ -> state = State.CHUNK_SIZE;
      case BodyFraming.Length.UntilClose _ -> state = State.BODY_UNTIL_CLOSE;
      case BodyFraming.Length.Counted(long bytes) when bytes == 0 -> endMessage();
      case BodyFraming.Length.Counted(long bytes) -> {
        remaining = bytes;
        state = State.COUNTED_BODY;
      }
      case BodyFraming.Length.Unclear _ -> throw new IllegalStateException("told above");
    }
  }

  /** RFC 9112 §7.1: hexadecimal digits, then extensions; some servers pad them with spaces. */
  private void onChunkSize(String text) {
    int extension = text.indexOf(';');
    String digits = (extension < 0 ? text : text.substring(0, extension)).strip();
    String significant = digits.replaceFirst("^0+(?=.)", "");
    boolean readable =
        !significant.isEmpty()
            && significant.length() <= CHUNK_SIZE_DIGITS
            && significant.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    if (!readable) {
      fail(new Fault.Chunk());
      return;
    }
    remaining = Long.parseLong(significant, 16);
    state = remaining == 0 ? State.TRAILERS : State.CHUNK;
  }

  /** The next answer may follow: this one may have been an interim one. */
  private void endMessage() {
    state = State.STATUS_LINE;
    parts.end();
  }

  private void fail(Fault fault) {
    state = State.OVER;
    parts.malformed(fault);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
