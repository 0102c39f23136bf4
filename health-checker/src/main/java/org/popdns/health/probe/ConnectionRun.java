package org.popdns.health.probe;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One probe over TCP: a socket, a deadline, and the first outcome that either brings. Everything
 * happens on the event loop. Whatever ends it also cancels the deadline and closes the socket, so
 * that a probe cannot outlive its timeout nor leave a descriptor behind.
 *
 * <p>The channel is made by hand: Netty's Bootstrap reports a socket that cannot be opened (no
 * descriptors left) on a thread of its own.
 */
public final class ConnectionRun implements Prober.Running {
  /** How long a server may take to read that we leave (RFC 8446 §6.1). */
  private static final long FAREWELL_MILLIS = 100;

  private final ProbeTools tools;
  private final EventLoop loop;
  private final InetSocketAddress server;
  private final Optional<Security> security;
  private final Conversation conversation;
  private final @Nullable InetSocketAddress source;
  private final Consumer<ProbeOutcome> whenDone;
  private final ProbeProgress progress = new ProbeProgress();
  private final TlsWork tlsWork;
  private final Deadline deadline;
  private @Nullable Channel channel;
  private boolean ended;

  /**
   * A probe that has not begun.
   *
   * @param security empty: without TLS
   * @param whenDone called once with the outcome, unless the probe is cancelled
   */
  public ConnectionRun(
      ProbeTools tools,
      int port,
      Errand errand,
      Optional<Security> security,
      Conversation conversation,
      Consumer<ProbeOutcome> whenDone) {
    this(tools, port, errand, security, conversation, null, whenDone);
  }

  /**
   * A probe from a port of the caller's choice.
   *
   * @param source null for one of the system's choice
   */
  ConnectionRun(
      ProbeTools tools,
      int port,
      Errand errand,
      Optional<Security> security,
      Conversation conversation,
      @Nullable InetSocketAddress source,
      Consumer<ProbeOutcome> whenDone) {
    this.tools = tools;
    this.loop = tools.loop();
    this.tlsWork = new TlsWork(tools.tlsThread());
    this.deadline = new Deadline(loop, errand.timeout(), tlsWork::waitedNanos, this::timeOut);
    this.server = new InetSocketAddress(errand.address(), port);
    this.security = security;
    this.conversation = conversation;
    this.source = source;
    this.whenDone = whenDone;
  }

  /** Starts it; once, on the event loop. */
  public void begin() {
    deadline.start();
    if (security.isPresent()) {
      Security asked = security.get();
      tlsWork.execute(() -> secure(asked));
    } else {
      // A connection to this host can fail at once; the caller expects no outcome before we return.
      loop.execute(() -> connect(conversation.handlers(progress, this::end)));
    }
  }

  /** On the thread for TLS: what is needed may have to be read first. */
  private void secure(Security asked) {
    Runnable next;
    try {
      SSLEngine engine = tools.engines().engine(asked, server);
      next = () -> connect(secured(asked, engine));
    } catch (GeneralSecurityException | IOException | RuntimeException unusable) {
      ProbeOutcome failure =
          new ProbeOutcome.Failure("TLS cannot be had: " + SocketFailure.reason(unusable));
      next = () -> end(failure);
    }
    try {
      loop.execute(next);
    } catch (RejectedExecutionException closed) {
      // The checker has ended, and nobody waits for the outcome.
    }
  }

  @Override
  public void cancel() {
    ended = true;
    deadline.cancel();
    if (channel != null) {
      // What could go wrong in closing is nobody's concern any more; Netty logs it.
      var _ = channel.close();
    }
  }

  private void connect(List<ChannelHandler> handlers) {
    if (ended) {
      return;
    }
    Channel opened;
    try {
      opened = new NioSocketChannel();
    } catch (ChannelException noSocket) {
      end(new ProbeOutcome.Failure("cannot open a socket: " + SocketFailure.reason(noSocket)));
      return;
    }
    channel = opened;
    // Our deadline covers the whole probe.
    opened.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    opened.pipeline().addLast(new SelfConnection(this::end));
    handlers.forEach(opened.pipeline()::addLast);
    loop.register(opened)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                connect(opened);
              } else {
                end(new ProbeOutcome.Failure(SocketFailure.reason(registered.cause())));
              }
            });
  }

  private void connect(Channel opened) {
    opened
        .connect(server, source)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                end(new ProbeOutcome.Failure(SocketFailure.reason(connected.cause())));
              }
            });
  }

  private List<ChannelHandler> secured(Security asked, SSLEngine engine) {
    Opening wire = new Opening();
    SslHandler tls = new SslHandler(engine, tlsWork);
    // Our deadline covers the whole probe.
    tls.setHandshakeTimeoutMillis(0);
    tls.setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
    TlsHandshake handshake =
        new TlsHandshake(
            asked.trust(),
            tools.wallClock(),
            wire,
            progress,
            () -> tools.engines().forget(server),
            this::end);
    List<ChannelHandler> handlers =
        new ArrayList<>(List.of(new AnswerWatch(wire::received), tls, handshake));
    handlers.addAll(
        conversation.handlers(progress, outcome -> end(handshake.withCertificate(outcome))));
    return handlers;
  }

  private void timeOut() {
    end(
        new ProbeOutcome.Failure(
            "no answer within " + deadline.length() + " (" + progress.words() + ")"));
  }

  private void end(ProbeOutcome outcome) {
    if (ended) {
      return;
    }
    cancel();
    whenDone.accept(outcome);
  }
}
