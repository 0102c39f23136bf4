package org.popdns.health.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Sees the server's bytes before the decoder does, and notes them in the probe's progress. */
final class AnswerWatch extends ChannelInboundHandlerAdapter {
  private final ProbeProgress progress;

  AnswerWatch(ProbeProgress progress) {
    this.progress = progress;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      progress.received(bytes);
    }
    ctx.fireChannelRead(message);
  }
}
