package org.popdns.health.probe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/**
 * Takes a connection of a socket with itself for what it is: the port asked is closed. The system
 * makes one where a probe of this host's own port, which nobody listens on, happens to be given
 * that port as its own (RFC 9293 §3.5, simultaneous open). First in the pipeline, on the event
 * loop: what follows hears nothing of such a connection.
 */
final class SelfConnection extends ChannelInboundHandlerAdapter {
  private final Consumer<ProbeOutcome> end;

  SelfConnection(Consumer<ProbeOutcome> end) {
    this.end = end;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (ctx.channel().remoteAddress().equals(ctx.channel().localAddress())) {
      end.accept(new ProbeOutcome.Failure("connection refused"));
    } else {
      ctx.fireChannelActive();
    }
  }
}
