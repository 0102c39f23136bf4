package org.popdns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.popdns.answer.Client;
import org.popdns.answer.Exchange;
import org.popdns.answer.QueryTap;
import org.popdns.answer.Responder;
import org.popdns.answer.ResponseSequence;
import org.popdns.answer.WorkerCounters;
import org.popdns.snapshot.SnapshotSource;
import org.popdns.transport.NumberedResponders.Numbered;
import org.popdns.wire.QueryParser;
import org.popdns.wire.WireFormat;

/**
 * A Netty event loop's responder with its buffers. All channels of one event loop share it, on that
 * loop's thread. Messages are copied between Netty's buffers and its own, so that the answer path
 * sees one kind of memory.
 *
 * <p>A batch is what one readiness of a socket brings: the snapshot is acquired after its first
 * message was received, and released at its end.
 */
final class DnsWorker {

  private final int number;
  private final SnapshotSource source;
  private final Responder responder;
  private final MemorySegment request =
      Arena.ofAuto().allocate(WireFormat.MAX_MESSAGE_BYTES + QueryParser.READ_AHEAD_BYTES, 8);
  private final MemorySegment response = Arena.ofAuto().allocate(WireFormat.MAX_MESSAGE_BYTES, 8);
  private final ByteBuffer requestView = request.asByteBuffer();
  private final ByteBuffer responseView = response.asByteBuffer();
  private final Exchange exchange = new Exchange();
  private final FailureLog failures = new FailureLog();
  private boolean inBatch;

  DnsWorker(SnapshotSource source, Numbered own) {
    this.source = source;
    this.number = own.number();
    this.responder = own.responder();
    exchange.response(response, 0, WireFormat.MAX_MESSAGE_BYTES);
  }

  /** The number that its responder was made with. */
  int number() {
    return number;
  }

  /** The worker's counters; written on the event loop's thread only. */
  WorkerCounters counters() {
    return responder.counters();
  }

  /** Who sent the next message; set before {@link #answer}. */
  Client client() {
    return exchange.client();
  }

  /**
   * Answers one message of {@link #client()}.
   *
   * @param message the message's bytes; left as they are
   * @param prefixLength bytes to leave free before the response: 2 for TCP's length, 0 for UDP
   * @return the response behind the prefix, owned by the caller; empty if nothing is to be sent,
   *     null if nothing may be, since it was no request
   */
  @Nullable ByteBuf answer(ByteBuf message, ByteBufAllocator allocator, int prefixLength) {
    int received = Math.min(message.readableBytes(), WireFormat.MAX_MESSAGE_BYTES);
    requestView.clear().limit(received);
    message.getBytes(message.readerIndex(), requestView);
    int length = respond(received);
    if (length == Responder.NO_RESPONSE) {
      return null;
    }
    return length == Responder.SILENCE
        ? Unpooled.EMPTY_BUFFER
        : response(length, allocator, prefixLength);
  }

  /** What is to be sent after the last answer; null for nothing. The caller closes it. */
  @Nullable ResponseSequence takeFollowing() {
    return exchange.takeFollowing();
  }

  /**
   * The next message of several, behind its length.
   *
   * @return owned by the caller; null if there is none
   */
  @Nullable ByteBuf next(ResponseSequence sequence, ByteBufAllocator allocator) {
    int length = sequence.next(response, 0, WireFormat.MAX_MESSAGE_BYTES);
    return length == ResponseSequence.END ? null : response(length, allocator, Short.BYTES);
  }

  /** A message went wrong of which others were sent already: no SERVFAIL can follow. */
  void failed(Throwable failure) {
    failures.internalError(failure);
    responder.counters().countDropped(WorkerCounters.Drop.ERROR);
  }

  private ByteBuf response(int length, ByteBufAllocator allocator, int prefixLength) {
    ByteBuf out = allocator.directBuffer(prefixLength + length);
    if (prefixLength == Short.BYTES) {
      out.writeShort(length);
    }
    responseView.clear().limit(length);
    return out.writeBytes(responseView);
  }

  private int respond(int received) {
    long start = System.nanoTime();
    int length;
    try {
      if (!inBatch) {
        exchange.begin(source.acquire());
        inBatch = true;
      }
      exchange.request(request, 0, received);
      length = responder.respond(exchange);
    } catch (RuntimeException | Error e) {
      // The worker's edge: whatever a message does, the next one is answered.
      failures.internalError(e);
      length = responder.respondServerFailure(exchange);
    }
    responder.counters().countDurations(System.nanoTime() - start, 1);
    if (responder.tap().due(1) != QueryTap.NONE) {
      responder.tap().take(request, 0, received, exchange.client());
    }
    return length;
  }

  /** Lets the batch's snapshot go. */
  void endBatch() {
    exchange.endBatch();
    inBatch = false;
  }
}
