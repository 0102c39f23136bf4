package org.popdns.health.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/** Sees the server's bytes before those who follow do. One per probe, on the event loop. */
public final class AnswerWatch extends ChannelInboundHandlerAdapter {
  private final Consumer<ByteBuf> seen;

  /**
   * For one connection.
   *
   * @param seen told of the bytes; it only looks at the buffer
   */
  public AnswerWatch(Consumer<ByteBuf> seen) {
    this.seen = seen;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      seen.accept(bytes);
    }
    ctx.fireChannelRead(message);
  }
}
