package org.popdns.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.popdns.harness.QueryBytes;

/**
 * Asks at a fixed rate, from several sockets so that all workers have work, whether answers come or
 * not; keeps each answer with the moment at which its query was sent.
 */
final class TimedQueryLoad implements AutoCloseable {

  private static final int SOCKETS = 16;
  private static final int HEADER_AND_QUESTION = 12 + "images.example.com.".length() + 1 + 4;
  private static final int RECORD_BYTES = 16;

  /**
   * An answer.
   *
   * @param sent when its query left
   * @param received when it was read
   * @param lastBytes the addresses' last bytes, one bit each: which image servers it names
   */
  record Answer(Instant sent, Instant received, BitSet lastBytes) {}

  private final byte[] query;
  private final List<DatagramChannel> channels;
  private final Instant[][] sent = new Instant[SOCKETS][65536];
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sentCount = new AtomicInteger();
  private final AtomicInteger receivedCount = new AtomicInteger();
  private final Thread sender;
  private final Thread receiver;
  private volatile boolean sending = true;
  private volatile boolean receiving = true;

  TimedQueryLoad(InetSocketAddress server, int perSecond) throws IOException {
    query = QueryBytes.of("images.example.com.", 1).bytes();
    List<DatagramChannel> opened = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      DatagramChannel channel = DatagramChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
      channel.connect(server);
      channel.configureBlocking(false);
      opened.add(channel);
    }
    channels = List.copyOf(opened);
    sender = Thread.ofPlatform().name("load-sender").start(() -> send(1_000_000_000L / perSecond));
    receiver = Thread.ofPlatform().name("load-receiver").start(this::receive);
  }

  private void send(long everyNanos) {
    long next = System.nanoTime();
    for (int number = 0; sending; number++) {
      ByteBuffer message = ByteBuffer.wrap(query.clone());
      int socket = number % SOCKETS;
      int id = number / SOCKETS % 65536;
      message.putShort(0, (short) id);
      sent[socket][id] = Instant.now();
      try {
        channels.get(socket).write(message);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      sentCount.incrementAndGet();
      next += everyNanos;
      long wait = next - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
    }
  }

  private void receive() {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (receiving) {
      boolean any = false;
      for (int socket = 0; socket < SOCKETS; socket++) {
        any |= receive(socket, buffer);
      }
      if (!any) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private boolean receive(int socket, ByteBuffer buffer) {
    try {
      buffer.clear();
      int length = channels.get(socket).read(buffer);
      if (length <= 0) {
        return false;
      }
      Instant received = Instant.now();
      BitSet lastBytes = new BitSet();
      for (int at = HEADER_AND_QUESTION; at < length; at += RECORD_BYTES) {
        lastBytes.set(buffer.get(at + RECORD_BYTES - 1) & 0xff);
      }
      answers.add(new Answer(sent[socket][buffer.getShort(0) & 0xffff], received, lastBytes));
      receivedCount.incrementAndGet();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops to ask; answers that are on their way are still read. */
  void stop() {
    sending = false;
    join(sender);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int sentCount() {
    return sentCount.get();
  }

  int receivedCount() {
    return receivedCount.get();
  }

  /** The answers so far. */
  List<Answer> answers() {
    return List.copyOf(answers);
  }

  @Override
  public void close() throws IOException {
    sending = false;
    receiving = false;
    join(sender);
    join(receiver);
    for (DatagramChannel channel : channels) {
      channel.close();
    }
  }
}
