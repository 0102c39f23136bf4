package org.popdns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import org.popdns.answer.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the messages of one TCP connection, in their order (RFC 7766). On the event loop of its
 * {@link DnsWorker}. Reading stops while the client does not read its responses, and an idle
 * connection is closed.
 */
final class TcpHandler extends SimpleChannelInboundHandler<ByteBuf> {

  private static final Logger log = LoggerFactory.getLogger(TcpHandler.class);

  private final DnsWorker worker;
  private final Protocol protocol;

  TcpHandler(DnsWorker worker, Protocol protocol) {
    this.worker = worker;
    this.protocol = protocol;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
    ByteBuf response = worker.answer(message, protocol, context.alloc(), Short.BYTES);
    if (response == null) {
      // RFC 7766 §8: who sends no query has no business here. Earlier answers still go out.
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    var _ = context.write(response, context.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    worker.endBatch();
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(context.channel().isWritable());
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      var _ = context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("connection from {} ends", context.channel().remoteAddress(), cause);
    var _ = context.close();
  }
}
