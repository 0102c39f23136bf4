package org.popdns.explain;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.popdns.answer.Exchange;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;
import org.popdns.config.presentation.MessageText;
import org.popdns.snapshot.Snapshot;
import org.popdns.wire.QueryParser;
import org.popdns.wire.WireFormat;

/**
 * The answer to a question as clients get it, byte for byte: a responder as workers have them makes
 * it, whose counters nobody reads. On the thread that asks.
 */
final class WireAnswer {

  private final byte[] bytes;

  private WireAnswer(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The whole answer: to any client over TCP, so that nothing is cut off. */
  static WireAnswer whole(Snapshot snapshot, String node, WireQuestion question) {
    Exchange exchange = new Exchange();
    exchange.begin(snapshot);
    ByteBuffer source = ByteBuffer.wrap(question.asker().source().getAddress());
    if (source.remaining() == Integer.BYTES) {
      exchange.client().tcpIpv4(source.getInt(), 0);
    } else {
      exchange.client().tcpIpv6(source.getLong(), source.getLong(), 0);
    }
    return respond(exchange, node, question.query(Responder.UDP_PAYLOAD_BYTES));
  }

  /** What of it fits a datagram to a client that takes so many bytes. */
  static WireAnswer datagram(
      Snapshot snapshot, String node, WireQuestion question, int payloadBytes) {
    Exchange exchange = new Exchange();
    exchange.begin(snapshot);
    ByteBuffer source = ByteBuffer.wrap(question.asker().source().getAddress());
    if (source.remaining() == Integer.BYTES) {
      exchange.client().udpIpv4(source.getInt());
    } else {
      exchange.client().udpIpv6(source.getLong(), source.getLong());
    }
    return respond(exchange, node, question.query(payloadBytes));
  }

  /** The message as dig would print it. */
  String text() {
    return MessageText.of(bytes);
  }

  /** How many records are in the answer section. */
  int answers() {
    return ByteBuffer.wrap(bytes).getShort(WireFormat.ANCOUNT) & 0xffff;
  }

  /** True if it is cut off, so that the client asks again over TCP. */
  boolean isTruncated() {
    return (bytes[WireFormat.FLAGS] & (WireFormat.TC >>> 8)) != 0;
  }

  private static WireAnswer respond(Exchange exchange, String node, byte[] query) {
    Responder responder =
        new Responder(
            new ServerIdentity(node), ServerCookies.bySystemClock(), new WorkerCounters(), 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(query.length + QueryParser.READ_AHEAD_BYTES);
      MemorySegment.copy(query, 0, request, ValueLayout.JAVA_BYTE, 0, query.length);
      MemorySegment response = arena.allocate(WireFormat.MAX_MESSAGE_BYTES);
      exchange.request(request, 0, query.length);
      exchange.response(response, 0, WireFormat.MAX_MESSAGE_BYTES);
      int length = responder.respond(exchange);
      return new WireAnswer(response.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
  }
}
