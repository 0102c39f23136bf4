package org.popdns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.popdns.answer.ResponseSequence;
import org.popdns.transport.ConnectionCounters.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the messages of one TCP connection, in their order: each behind its length (RFC 1035
 * §4.2.2). On the event loop of its {@link DnsWorker}.
 *
 * <p>Messages that have come are left unread while the client does not take its responses, so that
 * a connection holds little memory. So are they while a request is answered by several messages,
 * which are made as the client takes them: the next ones wait for the last of these. A connection
 * that completes no message for the idle timeout is closed, whether it is silent, sends a byte now
 * and then, or takes no responses (RFC 7766 §6.2.3).
 */
final class TcpHandler extends ByteToMessageDecoder {

  private static final Logger log = LoggerFactory.getLogger(TcpHandler.class);

  private final DnsWorker worker;
  private final TcpConnections connections;
  private final IdleOrder order;
  private final InetAddress peer;
  private long lastMessageNanos = System.nanoTime();
  private End end = End.DONE;
  private boolean closing;
  private @Nullable ResponseSequence following;
  private @Nullable ChannelHandlerContext context;

  TcpHandler(DnsWorker worker, TcpConnections connections, IdleOrder order, InetAddress peer) {
    this.worker = worker;
    this.connections = connections;
    this.order = order;
    this.peer = peer;
  }

  /**
   * When the last whole message was read, or one of several was made since the client took the one
   * before; earlier than that, when the connection was taken in.
   */
  long lastMessageNanos() {
    return lastMessageNanos;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    order.touch(this);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    // The connection has ended; only now is it known why.
    order.remove(this);
    endSequence();
    connections.counters().count(end);
  }

  /** True if it is no connection any more. */
  boolean hasEnded() {
    ChannelHandlerContext known = context;
    return known == null || known.isRemoved();
  }

  /** Ends a connection that has been idle for too long. */
  void closeIdle() {
    ChannelHandlerContext open = context;
    if (open == null) {
      return;
    }
    if (!open.channel().isWritable()) {
      endsFor(End.SLOW_READER);
    } else {
      endsFor(actualReadableBytes() > 0 ? End.SLOW_QUERY : End.IDLE);
    }
    var _ = open.close();
  }

  /** The first reason counts: what was left to be sent when a connection ends fails after it. */
  private void endsFor(End reason) {
    if (end == End.DONE) {
      end = reason;
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (!context.channel().isWritable()) {
      context.flush();
    }
    if (closing) {
      // Read and not kept: unread, it would cost the client the answers that came before it.
      in.skipBytes(in.readableBytes());
      return;
    }
    if (following != null || !context.channel().isWritable() || in.readableBytes() < Short.BYTES) {
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
    lastMessageNanos = System.nanoTime();
    order.touch(this);
    ClientAddress.ofConnection(peer, connections.idleTimeout(), worker.client());
    ByteBuf response = worker.answer(message, context.alloc(), Short.BYTES);
    if (response == null) {
      // RFC 7766 §8: who sends no query has no business here. Earlier answers still go out.
      closing = true;
      endsFor(End.NOT_A_QUERY);
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    if (!response.isReadable()) {
      return;
    }
    var _ = context.write(response, context.voidPromise());
    following = worker.takeFollowing();
    if (following != null) {
      readWhenDue(context);
      sendFollowing(context);
    }
  }

  /** Goes on with an answer of several messages as far as the client takes them. */
  private void sendFollowing(ChannelHandlerContext context) {
    ResponseSequence sequence = following;
    if (sequence == null || closing) {
      return;
    }
    try {
      while (context.channel().isWritable()) {
        ByteBuf next = worker.next(sequence, context.alloc());
        if (next == null) {
          endSequence();
          readWhenDue(context);
          return;
        }
        lastMessageNanos = System.nanoTime();
        order.touch(this);
        var _ = context.write(next, context.voidPromise());
      }
    } catch (RuntimeException | Error e) {
      // Who reads it must not take it for whole: the connection's end says so.
      worker.failed(e);
      endSequence();
      closing = true;
      endsFor(End.ERROR);
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    context.flush();
  }

  private void endSequence() {
    ResponseSequence sequence = following;
    following = null;
    if (sequence != null) {
      sequence.close();
    }
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
    readWhenDue(context);
    if (context.channel().isWritable()) {
      // Not at once: the flush that made room may be one of this handler's own.
      context.executor().execute(() -> goOn(context));
    }
    context.fireChannelWritabilityChanged();
  }

  /** What is not to be answered yet stays in the kernel's buffers. */
  private void readWhenDue(ChannelHandlerContext context) {
    Channel channel = context.channel();
    channel.config().setAutoRead(channel.isWritable() && following == null);
  }

  /** Goes on with what is being answered, then with the messages that were left unread. */
  private void goOn(ChannelHandlerContext context) {
    try {
      sendFollowing(context);
      channelRead(context, Unpooled.EMPTY_BUFFER);
      channelReadComplete(context);
    } catch (Exception e) {
      exceptionCaught(context, e);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("connection from {} ends", context.channel().remoteAddress(), cause);
    endsFor(End.ERROR);
    var _ = context.close();
  }
}
