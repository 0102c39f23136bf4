package org.popdns.health.probe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.popdns.config.model.TlsTrust;

/**
 * The handshake of a check over TLS: what follows in the pipeline sees a connection only once there
 * is a secure one. Knows afterwards how long the certificate is good for, which is that of the full
 * handshake where a session was resumed. One per probe, on the event loop.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {
  private final TlsTrust trust;
  private final InstantSource wallClock;
  private final Opening wire;
  private final ProbeProgress progress;
  private final Runnable forget;
  private final Consumer<ProbeOutcome> end;
  private Optional<Instant> certificateEnds = Optional.empty();
  private boolean secure;

  /**
   * A handshake that has not begun.
   *
   * @param wire has seen the bytes as they come from the server
   * @param progress told where the probe is
   * @param forget lets no later probe resume what has gone wrong here
   */
  TlsHandshake(
      TlsTrust trust,
      InstantSource wallClock,
      Opening wire,
      ProbeProgress progress,
      Runnable forget,
      Consumer<ProbeOutcome> end) {
    this.trust = trust;
    this.wallClock = wallClock;
    this.wire = wire;
    this.progress = progress;
    this.forget = forget;
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
      fail(TlsFailure.reason(handshake.cause(), wire.text()));
      return;
    }
    secure = true;
    certificateEnds = end(ctx.pipeline().get(SslHandler.class).engine().getSession());
    if (isOver()) {
      // Only where the session was resumed: a full handshake would have failed.
      fail("certificate expired on " + CertificateJudge.date(certificateEnds.orElseThrow()));
      return;
    }
    ctx.fireChannelActive();
  }

  private boolean isOver() {
    return !(trust instanceof TlsTrust.Unverified)
        && certificateEnds.filter(ends -> ends.isBefore(wallClock.instant())).isPresent();
  }

  private static Optional<Instant> end(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate x509
          ? Optional.of(x509.getNotAfter().toInstant())
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException("a server shows a certificate in any handshake", e);
    }
  }

  private String told() {
    if (trust instanceof TlsTrust.Unverified) {
      return "certificate not verified";
    }
    return certificateEnds
        .map(ends -> "certificate valid for " + left(ends))
        .orElse("certificate verified");
  }

  private String left(Instant ends) {
    Duration left = Duration.between(wallClock.instant(), ends);
    long days = left.toDays();
    if (days > 0) {
      return days == 1 ? "1 day" : days + " days";
    }
    return left.toHours() + " h";
  }

  /** What a good outcome says of the certificate too. */
  ProbeOutcome withCertificate(ProbeOutcome outcome) {
    return switch (outcome) {
      case ProbeOutcome.Success success ->
          new ProbeOutcome.Success(success.reason() + ", " + told(), certificateEnds);
      case ProbeOutcome.Failure failure -> failure;
    };
  }

  private void fail(String reason) {
    forget.run();
    end.accept(new ProbeOutcome.Failure(reason));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (secure) {
      ctx.fireExceptionCaught(cause);
    } else {
      fail(TlsFailure.reason(cause, wire.text()));
    }
  }
}
