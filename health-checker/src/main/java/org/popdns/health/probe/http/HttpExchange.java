package org.popdns.health.probe.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.popdns.config.probe.http.HttpProbe;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.SocketFailure;

/**
 * An HTTP probe's side of the connection: sends the request (RFC 9110 §9), judges the answer as it
 * comes, and ends the probe as soon as the verdict is certain. One per probe, on the event loop.
 */
final class HttpExchange extends SimpleChannelInboundHandler<ByteBuf>
    implements AnswerReader.Parts {
  /** RFC 9110 §15.2 lets a server send any number of these; more than this is not an answer. */
  private static final int INTERIM_LIMIT = 8;

  /** How long the beginning of an error page is waited for. */
  private static final long WRONG_BODY_MILLIS = 20;

  private static final String TLS_IN_PLAIN =
      "the server speaks TLS at this port, and was asked in plain HTTP";

  private static final Set<String> HAVE_CONTENT = Set.of("POST", "PUT", "PATCH");

  private final HttpProbe probe;
  private final InetAddress address;
  private final HttpProgress progress;
  private final AnswerJudge judge;
  private final Consumer<ProbeOutcome> end;
  private final AnswerReader reader;
  private int interimAnswers;
  private boolean interim;
  private boolean wrong;
  private boolean patient;

  HttpExchange(
      HttpProbe probe, InetAddress address, HttpProgress progress, Consumer<ProbeOutcome> end) {
    this.probe = probe;
    this.address = address;
    this.progress = progress;
    this.judge = new AnswerJudge(probe, progress);
    this.end = end;
    this.reader = new AnswerReader(this, probe.request().method());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    progress.enter(HttpProgress.Stage.WAITING);
    try {
      ctx.writeAndFlush(request()).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    } catch (IllegalArgumentException unsendable) {
      fail("the request cannot be sent: " + unsendable.getMessage());
    }
  }

  private FullHttpRequest request() {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(probe.request().method()),
            target(),
            Unpooled.EMPTY_BUFFER);
    request
        .headers()
        .set(HttpHeaderNames.HOST, host())
        .set(HttpHeaderNames.USER_AGENT, "popdns-health-checker")
        .set(HttpHeaderNames.ACCEPT, "*/*")
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (HAVE_CONTENT.contains(request.method().name())) {
      // RFC 9110 §8.6: their meaning awaits content, and there is none.
      request.headers().set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
    }
    probe.request().headers().forEach(request.headers()::set);
    return request;
  }

  private String target() {
    if (!probe.request().fresh()) {
      return probe.path();
    }
    String separator = probe.path().indexOf('?') < 0 ? "?" : "&";
    return probe.path()
        + separator
        + "popdns="
        + Long.toHexString(ThreadLocalRandom.current().nextLong());
  }

  private String host() {
    return probe.hostSent().orElseGet(() -> hostOf(address, probe.port(), probe.usualPort()));
  }

  /**
   * An address as a Host header names it: {@code 192.0.2.21}, {@code [2001:db8::1]:8080}.
   *
   * @param usualPort the port that goes without saying
   */
  static String hostOf(InetAddress address, int port, int usualPort) {
    String text = NetUtil.toAddressString(address);
    // RFC 3986 §3.2.2: an IPv6 address stands in brackets.
    return hostOf(address instanceof Inet6Address ? "[" + text + "]" : text, port, usualPort);
  }

  private static String hostOf(String host, int port, int usualPort) {
    return port == usualPort ? host : host + ":" + port;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
    reader.read(bytes);
    if (!wrong) {
      return;
    }
    if (judge.hasBody()) {
      end.accept(judge.onEnd());
    } else if (!patient) {
      // Many servers send the head by itself; what comes behind it says more.
      patient = true;
      var _ =
          ctx.executor()
              .schedule(() -> end.accept(judge.onEnd()), WRONG_BODY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void head(AnswerHead head) {
    int status = head.status();
    interim = !probe.expectation().statuses().contains(status) && isInterim(status);
    if (interim) {
      interimAnswers++;
      if (interimAnswers > INTERIM_LIMIT) {
        fail("more than " + INTERIM_LIMIT + " interim answers, the last with status " + status);
      }
      return;
    }
    progress.enter(HttpProgress.Stage.BODY);
    judge.onHead(head).ifPresent(end);
    wrong = judge.isStatusWrong();
  }

  private static boolean isInterim(int status) {
    return status / 100 == 1 && status != 101;
  }

  @Override
  public void body(ByteBuf bytes) {
    judge.onBody(bytes).ifPresent(end);
  }

  @Override
  public void end() {
    if (interim) {
      progress.enter(HttpProgress.Stage.WAITING);
    } else {
      end.accept(judge.onEnd());
    }
  }

  @Override
  public void malformed(AnswerReader.Fault fault) {
    fail(
        switch (fault) {
          case AnswerReader.Fault.NotHttp _ when progress.speaksTls() -> TLS_IN_PLAIN;
          case AnswerReader.Fault.NotHttp _ ->
              "answer is not HTTP, it begins \"" + progress.opening() + "\"";
          case AnswerReader.Fault.Head(String reason) -> reason;
          case AnswerReader.Fault.Chunk _ ->
              "broken chunks after " + progress.bodyBytes() + " bytes of the body";
        });
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (reader.close()) {
      end.accept(judge.onEnd());
    } else if (wrong) {
      end.accept(judge.onEnd());
    } else {
      fail(progress.speaksTls() ? TLS_IN_PLAIN : "connection closed " + progress.whereItEnded());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (wrong) {
      end.accept(judge.onEnd());
    } else {
      fail(SocketFailure.reason(cause) + " " + progress.whereItEnded());
    }
  }

  /** Takes effect only if nothing has ended the probe before. */
  private void fail(String reason) {
    end.accept(new ProbeOutcome.Failure(reason));
  }
}
