package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.harness.DnsClient.Tcp;
import org.popdns.harness.QueryBytes;
import org.popdns.snapshot.Snapshot;
import org.popdns.transport.NumberedResponders.Numbered;

final class TcpHandlerTest {

  private static final byte[] QUERY = QueryBytes.of("id.server.", 16, 3).bytes();

  /** A client that takes nothing: no write is ever done. */
  private static final class TakesNothing extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ReferenceCountUtil.release(message);
    }
  }

  private static EmbeddedChannel channel() {
    EmbeddedChannel channel = new EmbeddedChannel();
    DnsWorker worker =
        new DnsWorker(
            () -> Snapshot.EMPTY,
            new Numbered(
                0,
                new Responder(
                    new ServerIdentity("test"),
                    ServerCookies.bySystemClock(),
                    new WorkerCounters(),
                    0)));
    TcpConnections connections =
        new TcpConnections(Map.of(channel.eventLoop(), worker), TcpLimits.DEFAULT);
    IdleOrder order = new IdleOrder(channel.eventLoop(), () -> Long.MAX_VALUE);
    channel
        .pipeline()
        .addLast(
            new TakesNothing(),
            new TcpHandler(worker, connections, order, InetAddress.getLoopbackAddress()));
    return channel;
  }

  @Test
  void whatComesBehindWhatIsNoQuery_isNotKept_whileTheAnswersBeforeAreNotTaken() {
    EmbeddedChannel channel = channel();
    ByteBuf behind = Unpooled.wrappedBuffer(new byte[1000]);
    assertThat(
            channel.writeInbound(
                Unpooled.wrappedBuffer(Tcp.framed(QUERY), Tcp.framed(new byte[5])), behind))
        .isFalse();
    assertThat(channel.isOpen()).isTrue();
    assertThat(behind.refCnt()).isZero();
    assertThat(channel.finishAndReleaseAll()).isFalse();
  }
}
