package org.popdns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import org.popdns.answer.WorkerCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the datagrams of one UDP socket. On the event loop of its {@link DnsWorker}. Responses of
 * one batch are written together.
 */
final class UdpHandler extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final Logger log = LoggerFactory.getLogger(UdpHandler.class);

  private final DnsWorker worker;

  UdpHandler(DnsWorker worker) {
    this.worker = worker;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    if (packet.sender().getPort() == 0) {
      worker.counters().countDropped(WorkerCounters.Drop.SOURCE);
      return; // A response to port 0 goes nowhere: the source is forged.
    }
    ClientAddress.ofDatagram(packet.sender().getAddress(), worker.client());
    ByteBuf response = worker.answer(packet.content(), context.alloc(), 0);
    if (response == null || !response.isReadable()) {
      return;
    }
    context
        .write(new DatagramPacket(response, packet.sender()))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                // The packet's fault, not the worker's: no route to a forged source, a full queue.
                worker.counters().countDropped(WorkerCounters.Drop.SEND);
              }
            });
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    worker.endBatch();
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // An ICMP error that came for an earlier response; the socket goes on.
    log.debug("receiving at {}", context.channel().localAddress(), cause);
  }
}
