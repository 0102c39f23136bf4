package org.popdns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the messages of one TCP connection, in their order: each behind its length (RFC 1035
 * §4.2.2). On the event loop of its {@link DnsWorker}.
 *
 * <p>Messages that have come are left unread while the client does not take its responses, so that
 * a connection holds little memory. A connection that completes no message for a while is closed,
 * whether it is silent or sends a byte now and then (RFC 7766 §6.2.3).
 */
final class TcpHandler extends ByteToMessageDecoder {

  private static final Logger log = LoggerFactory.getLogger(TcpHandler.class);

  private final DnsWorker worker;
  private final InetAddress peer;
  private final long idleNanos;
  private long lastMessage = System.nanoTime();
  private boolean closing;

  TcpHandler(DnsWorker worker, InetAddress peer, long idleSeconds) {
    this.worker = worker;
    this.peer = peer;
    this.idleNanos = TimeUnit.SECONDS.toNanos(idleSeconds);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    closeWhenIdle(context);
    context.fireChannelActive();
  }

  private void closeWhenIdle(ChannelHandlerContext context) {
    long left = lastMessage + idleNanos - System.nanoTime();
    if (left <= 0) {
      var _ = context.close();
    } else if (context.channel().isActive()) {
      var _ = context.executor().schedule(() -> closeWhenIdle(context), left, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (!context.channel().isWritable()) {
      context.flush();
    }
    if (closing || !context.channel().isWritable() || in.readableBytes() < Short.BYTES) {
      return;
    }
    int length = in.getUnsignedShort(in.readerIndex());
    if (in.readableBytes() < Short.BYTES + length) {
      return;
    }
    in.skipBytes(Short.BYTES);
    answer(context, in.readSlice(length));
  }

  private void answer(ChannelHandlerContext context, ByteBuf message) {
    lastMessage = System.nanoTime();
    ClientAddress.ofConnection(peer, keepaliveDeciseconds(), worker.client());
    ByteBuf response = worker.answer(message, context.alloc(), Short.BYTES);
    if (response == null) {
      // RFC 7766 §8: who sends no query has no business here. Earlier answers still go out.
      closing = true;
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    var _ = context.write(response, context.voidPromise());
  }

  private int keepaliveDeciseconds() {
    return (int) (TimeUnit.NANOSECONDS.toMillis(idleNanos) / 100);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    worker.endBatch();
    context.flush();
    // Not the decoder's own way, which reads on where reading was stopped.
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Channel channel = context.channel();
    channel.config().setAutoRead(channel.isWritable());
    if (channel.isWritable()) {
      // Not at once: the flush that made room may be one of this handler's own.
      context.executor().execute(() -> goOn(context));
    }
    context.fireChannelWritabilityChanged();
  }

  /** Answers the messages that were left unread. */
  private void goOn(ChannelHandlerContext context) {
    try {
      channelRead(context, Unpooled.EMPTY_BUFFER);
      channelReadComplete(context);
    } catch (Exception e) {
      exceptionCaught(context, e);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("connection from {} ends", context.channel().remoteAddress(), cause);
    var _ = context.close();
  }
}
