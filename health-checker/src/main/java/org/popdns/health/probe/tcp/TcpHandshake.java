package org.popdns.health.probe.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;
import org.popdns.health.probe.ProbeOutcome;
import org.popdns.health.probe.SocketFailure;

/** A TCP probe's side of the connection: once it stands, that is all we wanted to know. */
final class TcpHandshake extends ChannelInboundHandlerAdapter {
  private final Consumer<ProbeOutcome> end;

  TcpHandshake(Consumer<ProbeOutcome> end) {
    this.end = end;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    end.accept(new ProbeOutcome.Success("connected"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    end.accept(new ProbeOutcome.Failure(SocketFailure.reason(cause)));
  }
}
