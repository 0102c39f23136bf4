package org.popdns.health.probe.icmp;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.popdns.health.probe.icmp.EchoSockets.EchoSocket;
import org.popdns.health.probe.icmp.EchoSockets.Family;
import org.popdns.health.probe.icmp.EchoSockets.Received;

/**
 * Sends the echo requests of one address family and knows whose reply is whose. It has one socket
 * and one thread that waits for replies, from the first request on; where the socket cannot be had,
 * each request tries anew. All calls, and all calls back, are on the event loop.
 */
final class EchoDesk {
  private static final int SEQUENCES = 1 << 16;

  private final EventLoop loop;
  private final EchoSockets sockets;
  private final Family family;
  private final SecureRandom random = new SecureRandom();
  private final Map<Integer, Awaited> awaited = new HashMap<>();
  private @Nullable EchoSocket socket;
  private int nextSequence;
  private volatile boolean closed;

  /** Who waits for which reply from whom. */
  private record Awaited(EchoMessage message, InetAddress from, Runnable whenAnswered) {}

  EchoDesk(EventLoop loop, EchoSockets sockets, Family family) {
    this.loop = loop;
    this.sockets = sockets;
    this.family = family;
  }

  /**
   * Sends a request.
   *
   * @param whenAnswered run when the reply comes, unless it was {@linkplain #forget forgotten}
   * @return by what to forget it
   * @throws IOException if it cannot be sent; the message says why in the operator's words
   */
  int ask(InetAddress address, Runnable whenAnswered) throws IOException {
    EchoSocket open = socket;
    if (open == null) {
      open = sockets.open(family);
      EchoSocket opened = open;
      socket = opened;
      Thread.ofPlatform()
          .daemon()
          .name("popdns-health-echo-" + (family == Family.IPV4 ? "4" : "6"))
          .start(() -> receive(opened));
    }
    while (awaited.containsKey(nextSequence)) {
      nextSequence = (nextSequence + 1) % SEQUENCES;
    }
    EchoMessage message = new EchoMessage(nextSequence, random.nextLong());
    nextSequence = (nextSequence + 1) % SEQUENCES;
    open.send(message.request(family), address);
    awaited.put(message.sequence(), new Awaited(message, address, whenAnswered));
    return message.sequence();
  }

  /** Nobody waits for the reply any more. */
  void forget(int sequence) {
    awaited.remove(sequence);
  }

  /** On the thread that waits for replies, which closes the socket when it ends. */
  private void receive(EchoSocket open) {
    try (open) {
      while (!closed) {
        Optional<Received> received = open.receive();
        if (received.isPresent()) {
          Received got = received.get();
          EchoMessage.reply(family, got.message())
              .ifPresent(reply -> loop.execute(() -> answered(reply, got.from())));
        }
      }
    } catch (IOException | RejectedExecutionException ended) {
      // The next request opens another; the checker has ended, in the other case.
    } finally {
      abandon(open);
    }
  }

  private void abandon(EchoSocket open) {
    try {
      loop.execute(
          () -> {
            if (open.equals(socket)) {
              socket = null;
            }
          });
    } catch (RejectedExecutionException ended) {
      // So has the checker.
    }
  }

  private void answered(EchoMessage reply, InetAddress from) {
    Awaited waiting = awaited.get(reply.sequence());
    if (waiting != null && waiting.message.equals(reply) && waiting.from.equals(from)) {
      awaited.remove(reply.sequence());
      waiting.whenAnswered.run();
    }
  }

  /** Ends the thread within a second; any thread. */
  void close() {
    closed = true;
  }
}
