package org.popdns.health.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as odd as curl takes them are read; of others the reason is told. */
final class AnswerReaderTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKS = "\r\n2\r\nok\r\n0\r\n\r\n";

  /** What is told, in one line: {@code 200 [ok] end}. */
  private static final class Told implements AnswerReader.Parts {
    private final List<String> parts = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();

    @Override
    public void head(AnswerHead head) {
      parts.add(Integer.toString(head.status()));
    }

    @Override
    public void body(ByteBuf bytes) {
      body.append(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void end() {
      flush();
      parts.add("end");
    }

    @Override
    public void malformed(AnswerReader.Fault fault) {
      flush();
      parts.add(fault.toString());
    }

    private void flush() {
      if (!body.isEmpty()) {
        parts.add("[" + body + "]");
        body.setLength(0);
      }
    }

    private String line() {
      flush();
      return String.join(" ", parts);
    }
  }

  private static String read(String answer, int... pieces) {
    Told told = new Told();
    AnswerReader reader = new AnswerReader(told, "GET");
    ByteBuf bytes = Unpooled.wrappedBuffer(answer.getBytes(StandardCharsets.ISO_8859_1));
    for (int piece : pieces) {
      reader.read(bytes.readSlice(Math.min(piece, bytes.readableBytes())));
    }
    reader.read(bytes);
    if (reader.close()) {
      told.end();
    }
    return told.line();
  }

  /** The same, whole and byte by byte. */
  private static String told(String answer) {
    int[] ones = new int[answer.length()];
    Arrays.fill(ones, 1);
    String whole = read(answer);
    assertThat(read(answer, ones)).isEqualTo(whole);
    return whole;
  }

  // RFC 9110 §8.6
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\nContent-Length: 2\r\n",
        "Content-Length: 2, 2\r\n",
        "content-length:2\r\nCONTENT-LENGTH : 002 \r\n",
        "Content-Length: 2,\r\n 2\r\n",
      })
  void equalContentLengths_countAsOne(String headers) {
    assertThat(told(OK + headers + "\r\nok")).isEqualTo("200 [ok] end");
  }

  @Test
  void differentContentLengths_areNamed() {
    assertThat(told(OK + "Content-Length: 2\r\nContent-Length: 30\r\n\r\nok"))
        .isEqualTo("Head[reason=different Content-Lengths: 2 and 30]");
    assertThat(told(OK + "Content-Length: 7, 2\r\n\r\nok"))
        .isEqualTo("Head[reason=different Content-Lengths: 2 and 7]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "+2", "two", "0x2", "2 2", "", "\u00b2"})
  void contentLengthThatIsNoNumber_isNamed(String value) {
    assertThat(told(OK + "Content-Length: " + value + "\r\n\r\nok"))
        .isEqualTo("Head[reason=Content-Length is \"" + value.replace('\u00b2', '.') + "\"]");
  }

  @Test
  void contentLengthBeyondAnyNumber_isALongBody() {
    assertThat(told(OK + "Content-Length: 99999999999999999999999\r\n\r\nok"))
        .isEqualTo("200 [ok]");
  }

  // RFC 9112 §6.3: Transfer-Encoding wins, in whatever order, and whatever the lengths say.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: Chunked\r\n",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 77\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 7\r\nContent-Length: 9\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: many\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
      })
  void transferEncoding_wins(String headers) {
    assertThat(told(OK + headers + CHUNKS)).isEqualTo("200 [ok] end");
    assertThat(told("HTTP/1.0 200 OK\r\n" + headers + CHUNKS)).isEqualTo("200 [ok] end");
  }

  @Test
  void transferEncodingThatIsNotChunked_endsWithTheConnection() {
    assertThat(told(OK + "Transfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nok"))
        .isEqualTo("200 [ok] end");
    assertThat(told(OK + "Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\no"))
        .isEqualTo("200 [o] end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2\r\nok\r\n0\r\n\r\n",
        "2;name=value\r\nok\r\n0;last\r\n\r\n",
        "2   \r\nok\r\n0  \r\n\r\n",
        "2\nok\n0\n\n",
        "0000000000000000000000002\r\nok\r\n00\r\n\r\n",
        "1\r\no\r\n1\r\nk\r\n0\r\nTrailer: one\r\nno colon\r\n\r\n",
      })
  void chunks_areRead(String chunks) {
    assertThat(told(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks)).isEqualTo("200 [ok] end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2\r\nokk\r\n", "2\r\nok\r\nzz\r\n", "2\r\nok\r\n\r\n", "2\r\nok\r\n-1\r\n"})
  void chunkWithoutSizeOrEnd_isBroken(String chunks) {
    assertThat(told(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks))
        .isEqualTo("200 [ok] Chunk[]");
  }

  @Test
  void chunkSizesWithoutEnd_areBroken() {
    String head = OK + "Transfer-Encoding: chunked\r\n\r\n";
    assertThat(told(head + "1234567890abcdef\r\n")).isEqualTo("200 Chunk[]");
    assertThat(told(head + "1".repeat(5000))).isEqualTo("200 Chunk[]");
    assertThat(told(head + "0\r\n" + "x: y\r\n".repeat(20_000)))
        .isEqualTo("200 Head[reason=headers longer than 65536 bytes]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\n\n",
        "HTTP/1.1 200\r\n\r\n",
        "HTTP/1.1 200 \r\n\r\n",
        "HTTP/1.1 200 caf\u00e9 \u00ff\r\n\r\n",
        "http/1.1 200 ok\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1  200  OK\r\n\r\n",
        "HTTP/1.1 200OK\r\n\r\n",
        "\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-\u00e9: \u00ff\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX Y: z\r\n: nothing\r\nX-Null: a\0b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Folded: one\r\n two\r\n\tthree\r\n\r\n",
        "HTTP/1.1 200 OK\r\n folded onto nothing\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
      })
  void oddHeads_areRead(String head) {
    assertThat(told(head + "ok")).isEqualTo("200 [ok] end");
  }

  @Test
  void longHeaders_areRead() {
    assertThat(told(OK + "X: " + "x".repeat(60_000) + "\r\n\r\nok")).isEqualTo("200 [ok] end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ok\r\n",
        "HTTP/\r\n",
        "HTTP/1.1\r\n",
        "HTTP/1.1 OK\r\n",
        "ICY 200 OK\r\n",
        "HTTP/x 200\r\n",
        "HTTP 200 OK\r\n",
        "HTTP/1.1 12345678901 OK\r\n",
        "RTSP/1.0 200 OK\r\n"
      })
  void otherBeginnings_areNotHttp(String line) {
    assertThat(told(line)).isEqualTo("NotHttp[]");
  }

  @Test
  void headerWithoutAColon_isNamed() {
    assertThat(told(OK + "X-Foo \u00ff\r\n\r\nok"))
        .isEqualTo("Head[reason=header without a colon: \"X-Foo .\"]");
  }

  // RFC 9112 §6.3: no body, whatever the headers say.
  @Test
  void answersWithoutABody_endWithTheirHead() {
    String odd = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n";
    String end = OK + "Content-Length: 2\r\n\r\nok";
    assertThat(told("HTTP/1.1 103 Early Hints\r\n" + odd + end)).isEqualTo("103 end 200 [ok] end");
    assertThat(told("HTTP/1.1 100\r\n\r\n" + end)).isEqualTo("100 end 200 [ok] end");
    assertThat(told("HTTP/1.1 204 No Content\r\n" + odd)).isEqualTo("204 end");
    assertThat(told("HTTP/1.1 304\r\nContent-Length: 7\r\nContent-Length: 8\r\n\r\n"))
        .isEqualTo("304 end");
  }

  @Test
  void whatIsCutOff_hasNoEnd() {
    assertThat(told(OK + "Content-Length: 3\r\n\r\nok")).isEqualTo("200 [ok]");
    assertThat(told(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"))
        .isEqualTo("200 [ok]");
    assertThat(told(OK + "X: y\r\n")).isEmpty();
  }

  @Test
  void anyBytes_meanTheSameWholeAndInPieces() {
    Random random = new Random(9112);
    String[] words = {
      "HTTP/1.1 ",
      "200",
      " OK",
      "\r\n",
      "\n",
      "\r",
      "Content-Length",
      "Transfer-Encoding",
      ":",
      " chunked",
      " 2",
      ",",
      "2",
      ";",
      "0",
      "ok",
      " ",
      "\t",
      "\u00ff",
      "-",
      "ffffffffffffff"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder answer = new StringBuilder(random.nextBoolean() ? OK : "");
      for (int count = random.nextInt(20); count > 0; count--) {
        answer.append(words[random.nextInt(words.length)]);
      }
      told(answer.toString());
    }
  }
}
