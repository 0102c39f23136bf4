package org.popdns.health.probe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.popdns.config.model.TlsTrust;

/**
 * The handshake of a check over TLS: what follows in the pipeline sees a connection only once there
 * is a secure one. Knows afterwards how long the certificate is good for. One per probe, on the
 * event loop.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {
  private final TlsTrust trust;
  private final InstantSource wallClock;
  private final Opening wire;
  private final ProbeProgress progress;
  private final Consumer<ProbeOutcome> end;
  private String certificate = "";
  private boolean secure;

  /**
   * A handshake that has not begun.
   *
   * @param wire has seen the bytes as they come from the server
   * @param progress told where the probe is
   */
  TlsHandshake(
      TlsTrust trust,
      InstantSource wallClock,
      Opening wire,
      ProbeProgress progress,
      Consumer<ProbeOutcome> end) {
    this.trust = trust;
    this.wallClock = wallClock;
    this.wire = wire;
    this.progress = progress;
    this.end = end;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    progress.enter("connected, in the TLS handshake");
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
      ctx.fireUserEventTriggered(event);
      return;
    }
    if (!handshake.isSuccess()) {
      end.accept(new ProbeOutcome.Failure(TlsFailure.reason(handshake.cause(), wire.text())));
      return;
    }
    secure = true;
    certificate = told(ctx.pipeline().get(SslHandler.class).engine().getSession());
    ctx.fireChannelActive();
  }

  private String told(SSLSession session) {
    if (trust instanceof TlsTrust.Unverified) {
      return "certificate not verified";
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate x509
          ? "certificate valid for " + left(x509.getNotAfter().toInstant())
          : "certificate verified";
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException("a verified server has shown a certificate", e);
    }
  }

  private String left(Instant end) {
    Duration left = Duration.between(wallClock.instant(), end);
    long days = left.toDays();
    if (days > 0) {
      return days == 1 ? "1 day" : days + " days";
    }
    return left.toHours() + " h";
  }

  /** What a good outcome says of the certificate too. */
  ProbeOutcome withCertificate(ProbeOutcome outcome) {
    return switch (outcome) {
      case ProbeOutcome.Success(String reason) ->
          new ProbeOutcome.Success(reason + ", " + certificate);
      case ProbeOutcome.Failure failure -> failure;
    };
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (secure) {
      ctx.fireExceptionCaught(cause);
    } else {
      end.accept(new ProbeOutcome.Failure(TlsFailure.reason(cause, wire.text())));
    }
  }
}
