package org.popdns.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.popdns.answer.Responder;
import org.popdns.config.model.WorkerSettings.Placement;
import org.popdns.platform.DatagramRing;
import org.popdns.platform.SystemCallException;
import org.popdns.platform.UdpSocket;
import org.popdns.platform.UdpSocket.Sharing;
import org.popdns.snapshot.SnapshotSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UDP by recvmmsg and sendmmsg: at each address as many {@link UdpWorker}s as asked for, each with
 * a thread and a socket of its own (SO_REUSEPORT). Wildcard addresses are answered from the address
 * that was asked.
 */
final class LinuxUdp implements UdpService {

  private static final Logger log = LoggerFactory.getLogger(LinuxUdp.class);
  private static final long CLOSE_MILLIS = 3_000;

  private final int workersPerAddress;
  private final int[] pinTo;
  private final NumberedResponders responders;
  private final SnapshotSource source;
  private final Map<InetSocketAddress, List<UdpWorker>> workers = new LinkedHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private int receiveBufferBytes = Integer.MAX_VALUE;

  /**
   * Without any socket.
   *
   * @param pinTo the processors that workers are to stay on, in turn; none to leave that to the
   *     system
   */
  LinuxUdp(
      int workersPerAddress, int[] pinTo, NumberedResponders responders, SnapshotSource source) {
    this.workersPerAddress = workersPerAddress;
    this.pinTo = pinTo;
    this.responders = responders;
    this.source = source;
  }

  @Override
  public String name() {
    return "recvmmsg";
  }

  @Override
  public void bind(InetSocketAddress address) throws BindFailedException {
    try {
      // Fails if any socket is bound to the address, shared or not.
      UdpSocket.bind(address, Sharing.ALONE).close();
      for (int i = 0; i < workersPerAddress; i++) {
        serve(UdpSocket.bind(address, Sharing.SHARED));
      }
    } catch (SystemCallException e) {
      throw BindFailure.of(e, address, "UDP");
    }
  }

  /** Answers what comes to a socket that is bound already; one more worker at its address. */
  void serve(UdpSocket socket) throws SystemCallException {
    List<UdpWorker> beside =
        workers.computeIfAbsent(socket.localAddress(), address -> new ArrayList<>());
    OptionalInt cpu =
        pinTo.length == 0
            ? OptionalInt.empty()
            : OptionalInt.of(pinTo[beside.size() % pinTo.length]);
    // Before the buffer is asked for, so that the socket is closed with the others if it fails.
    DatagramRing ring = new DatagramRing(socket, Responder.UDP_PAYLOAD_BYTES);
    beside.add(new UdpWorker(socket, ring, cpu, responders.next(), source));
    receiveBufferBytes =
        Math.min(receiveBufferBytes, socket.setReceiveBuffer(RECEIVE_BUFFER_BYTES));
  }

  /** The sockets that are bound. */
  List<UdpSocket> sockets() {
    return workers.values().stream().flatMap(List::stream).map(UdpWorker::socket).toList();
  }

  @Override
  public List<Integer> workersAt(InetSocketAddress address) {
    return workers.getOrDefault(address, List.of()).stream().map(UdpWorker::number).toList();
  }

  @Override
  public Placement placement() {
    return pinTo.length == 0 ? Placement.FREE : Placement.PINNED;
  }

  @Override
  public int workers() {
    return workersPerAddress;
  }

  @Override
  public int receiveBufferBytes() {
    return receiveBufferBytes;
  }

  @Override
  public void start() {
    workers.forEach(
        (address, here) -> {
          for (UdpWorker worker : here) {
            // Names of threads are cut after 15 bytes where the system shows them.
            Thread thread =
                Thread.ofPlatform().name("popdns-worker-" + worker.number()).unstarted(worker);
            threads.add(thread);
            thread.start();
          }
        });
  }

  @Override
  public void close() {
    workers.values().forEach(here -> here.forEach(UdpWorker::stop));
    if (allEnded()) {
      sockets().forEach(UdpSocket::close);
    } else {
      // A descriptor closed under a thread that uses it may be another file's by then.
      log.warn("a worker did not end within {} ms; its socket stays open", CLOSE_MILLIS);
    }
  }

  private boolean allEnded() {
    long deadline = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
    boolean interrupted = false;
    boolean all = true;
    for (Thread thread : threads) {
      long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
      try {
        all &= thread.join(java.time.Duration.ofMillis(left));
      } catch (InterruptedException e) {
        interrupted = true;
        all = false;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return all;
  }
}
