package org.popdns.transport;

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import org.popdns.answer.Client;
import org.popdns.answer.Exchange;
import org.popdns.answer.QueryTap;
import org.popdns.answer.Responder;
import org.popdns.answer.WorkerCounters;
import org.popdns.platform.CpuAffinity;
import org.popdns.platform.DatagramRing;
import org.popdns.platform.Errno;
import org.popdns.platform.SystemCallException;
import org.popdns.platform.ThreadPriority;
import org.popdns.platform.UdpSocket;
import org.popdns.snapshot.SnapshotSource;
import org.popdns.transport.NumberedResponders.Numbered;
import org.popdns.wire.WireFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that answers the datagrams of one socket: receives what is there, answers it where it
 * lies, sends the responses, and so on until it is stopped. The root is acquired after each receive
 * and let go before the next, so that a worker that waits holds nothing; between receive and send
 * there is no lock, no allocation and no system call.
 */
final class UdpWorker implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(UdpWorker.class);

  // After an error that is the socket's own; meanwhile the kernel's buffer holds what comes.
  private static final long RETRY_MILLIS = 100;

  // What waits when the end is asked for is answered, as far as that has an end itself.
  private static final int LAST_BATCHES = 128;

  private final int number;
  private final UdpSocket socket;
  private final OptionalInt cpu;
  private final Responder responder;
  private final WorkerCounters counters;
  private final QueryTap tap;
  private final SnapshotSource source;
  private final DatagramRing ring;
  private final MemorySegment memory;
  private final Exchange exchange = new Exchange();
  private final FailureLog failures = new FailureLog();
  private volatile boolean stopping;

  /**
   * A worker of a socket that nobody else receives from.
   *
   * @param ring of the socket
   * @param cpu the processor to stay on; empty for any
   */
  UdpWorker(
      UdpSocket socket, DatagramRing ring, OptionalInt cpu, Numbered own, SnapshotSource source) {
    this.number = own.number();
    this.socket = socket;
    this.cpu = cpu;
    this.responder = own.responder();
    this.counters = responder.counters();
    this.tap = responder.tap();
    this.source = source;
    this.ring = ring;
    this.memory = ring.memory();
  }

  /** The number that its responder was made with. */
  int number() {
    return number;
  }

  /** Its socket. */
  UdpSocket socket() {
    return socket;
  }

  /** Asks for the end; any thread. */
  void stop() {
    stopping = true;
    socket.wake();
  }

  @Override
  public void run() {
    ThreadPriority.runAtOnce();
    cpu.ifPresent(UdpWorker::pin);
    int batchesLeft = LAST_BATCHES;
    while (!stopping || batchesLeft > 0) {
      if (stopping) {
        batchesLeft--;
      }
      try {
        if (!answerBatch() && stopping) {
          return;
        }
      } catch (RuntimeException | Error e) {
        // The worker's edge: what is left of this batch is lost, the next one is answered.
        failures.internalError(e);
      }
    }
  }

  private static void pin(int cpu) {
    try {
      CpuAffinity.pin(cpu);
    } catch (SystemCallException e) {
      log.warn("a worker does not stay on processor {}: {}", cpu, e.getMessage());
    }
  }

  /** False if there was nothing to answer. */
  private boolean answerBatch() {
    int received = ring.receive();
    counters.countCall(WorkerCounters.Call.RECEIVE);
    if (received <= 0) {
      afterFailedReceive(-received);
      return false;
    }
    if (stopping && ring.requestLength(0) == 0) {
      return false; // What a socket gives that was shut down.
    }
    long start = System.nanoTime();
    exchange.begin(source.acquire());
    int responses = 0;
    for (int request = 0; request < received; request++) {
      int length = answer(request, ring.responseOffset(responses));
      if (length > 0) {
        ring.address(responses, request, length);
        responses++;
      }
    }
    exchange.endBatch();
    if (responses > 0) {
      send(responses);
    }
    // From its receipt to its hand-over each query took as long as the batch.
    counters.countDurations(System.nanoTime() - start, received);
    int sampled = tap.due(received);
    if (sampled != QueryTap.NONE) {
      setAside(sampled);
    }
    return true;
  }

  /** Shows the tap a request, which lies where it came until the next are received. */
  private void setAside(int request) {
    int length = ring.requestLength(request);
    if (length != DatagramRing.TRUNCATED) {
      from(request);
      tap.take(memory, ring.requestOffset(request), length, exchange.client());
    }
  }

  private void from(int request) {
    Client client = exchange.client();
    if (ring.isIpv4()) {
      client.udpIpv4(ring.sourceIpv4(request));
    } else {
      client.udpIpv6(ring.sourceIpv6High(request), ring.sourceIpv6Low(request));
    }
  }

  /** Answers a request; the response's length, or what {@link Responder#respond} says otherwise. */
  private int answer(int request, long response) {
    int length = ring.requestLength(request);
    if (length == DatagramRing.TRUNCATED) {
      // No query is that long: a header that promises a question which is not there is FORMERR.
      length = WireFormat.HEADER_LENGTH_BYTES;
    }
    if (ring.sourcePort(request) == 0) {
      counters.countDropped(WorkerCounters.Drop.SOURCE);
      return Responder.NO_RESPONSE; // A response to port 0 goes nowhere: the source is forged.
    }
    from(request);
    exchange.request(memory, ring.requestOffset(request), length);
    exchange.response(memory, response, Responder.UDP_PAYLOAD_BYTES);
    try {
      return responder.respond(exchange);
    } catch (RuntimeException | Error e) {
      failures.internalError(e);
      return responder.respondServerFailure(exchange);
    }
  }

  /** Sends all; what can't be sent is given up, for the fault is the packet's: no route, say. */
  private void send(int responses) {
    int next = 0;
    while (next < responses) {
      int sent = ring.send(next, responses - next);
      counters.countCall(WorkerCounters.Call.SEND);
      if (sent > 0) {
        next += sent;
      } else if (sent != -Errno.EINTR) {
        counters.countDropped(WorkerCounters.Drop.SEND);
        next++;
      }
    }
  }

  private void afterFailedReceive(int errno) {
    // EAGAIN after a while without queries; EINTR after a signal.
    if (stopping || errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return;
    }
    if (errno == Errno.ECONNREFUSED) {
      return; // An ICMP error that came for an earlier response; the call has cleared it.
    }
    failures.receiveFailed(BindFailure.text(socket.localAddress()), Errno.text(errno));
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
