package org.popdns.health.probe;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.popdns.config.model.Check;
import org.popdns.config.model.TlsTrust;

/**
 * One probe: a socket, a deadline, and the first outcome that either brings. Everything happens on
 * the event loop. Whatever ends it also cancels the deadline and closes the socket, so that a probe
 * cannot outlive its timeout nor leave a descriptor behind.
 *
 * <p>The channel is made by hand: Netty's Bootstrap reports a socket that cannot be opened (no
 * descriptors left) on a thread of its own.
 */
final class ProbeRun implements Prober.Running {
  /** How long a server may take to read that we leave (RFC 8446 §6.1). */
  private static final long FAREWELL_MILLIS = 100;

  private final ProbeTools tools;
  private final EventLoop loop;
  private final Check.OverTcp check;
  private final InetAddress address;
  private final @Nullable InetSocketAddress source;
  private final Consumer<ProbeOutcome> whenDone;
  private final ProbeProgress progress = new ProbeProgress();
  private final TlsWork tlsWork;
  private final Deadline deadline;
  private @Nullable Channel channel;
  private boolean ended;

  ProbeRun(
      ProbeTools tools, Check.OverTcp check, InetAddress address, Consumer<ProbeOutcome> whenDone) {
    this(tools, check, address, null, whenDone);
  }

  /**
   * A probe from a port of the caller's choice.
   *
   * @param source null for one of the system's choice
   */
  ProbeRun(
      ProbeTools tools,
      Check.OverTcp check,
      InetAddress address,
      @Nullable InetSocketAddress source,
      Consumer<ProbeOutcome> whenDone) {
    this.tools = tools;
    this.loop = tools.loop();
    this.tlsWork = new TlsWork(tools.tlsThread());
    this.deadline =
        new Deadline(loop, check.timing().timeout(), tlsWork::waitedNanos, this::timeOut);
    this.check = check;
    this.address = address;
    this.source = source;
    this.whenDone = whenDone;
  }

  void begin() {
    deadline.start();
    if (check instanceof Check.Http http && http.tls().isPresent()) {
      TlsTrust trust = http.tls().get();
      tlsWork.execute(() -> secure(http, trust));
    } else {
      // A connection to this host can fail at once; the caller expects no outcome before we return.
      loop.execute(() -> connect(plain()));
    }
  }

  /** On the thread for TLS: what is needed may have to be read first. */
  private void secure(Check.Http http, TlsTrust trust) {
    Runnable next;
    try {
      SSLEngine engine =
          tools
              .engines()
              .engine(trust, http.serverName().orElseGet(() -> NetUtil.toAddressString(address)));
      next = () -> connect(secure(http, trust, engine));
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

  private void connect(List<ChannelHandler> conversation) {
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
    conversation.forEach(opened.pipeline()::addLast);
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
        .connect(new InetSocketAddress(address, check.port()), source)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                end(new ProbeOutcome.Failure(SocketFailure.reason(connected.cause())));
              }
            });
  }

  private List<ChannelHandler> plain() {
    return switch (check) {
      case Check.Tcp _ -> List.of(new TcpHandshake(this::end));
      case Check.Http http -> exchange(http, this::end);
    };
  }

  private List<ChannelHandler> secure(Check.Http http, TlsTrust trust, SSLEngine engine) {
    ProbeProgress wire = new ProbeProgress();
    SslHandler tls = new SslHandler(engine, tlsWork);
    // Our deadline covers the whole probe.
    tls.setHandshakeTimeoutMillis(0);
    tls.setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
    TlsHandshake handshake = new TlsHandshake(trust, tools.wallClock(), wire, progress, this::end);
    List<ChannelHandler> handlers = new ArrayList<>(List.of(new AnswerWatch(wire), tls, handshake));
    handlers.addAll(exchange(http, outcome -> end(handshake.withCertificate(outcome))));
    return handlers;
  }

  private List<ChannelHandler> exchange(Check.Http http, Consumer<ProbeOutcome> whenJudged) {
    return List.of(
        new AnswerWatch(progress),
        new HttpRequestEncoder(),
        new HttpExchange(http, address, progress, whenJudged));
  }

  private void timeOut() {
    end(
        new ProbeOutcome.Failure(
            "no answer within " + deadline.length() + " (" + progress.stage().words() + ")"));
  }

  private void end(ProbeOutcome outcome) {
    if (ended) {
      return;
    }
    cancel();
    whenDone.accept(outcome);
  }
}
