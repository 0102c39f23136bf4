package org.popdns.hostile;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.popdns.harness.DnsClient.Tcp;
import org.popdns.harness.QueryBytes;

/**
 * Connections that only take room, on a thread of their own: idle ones, ones that send a byte now
 * and then, ones that ask and never read. Whoever is closed comes back a second later. Fifty come
 * from each address, so that the limit per client does not keep them out.
 */
final class Crowd implements AutoCloseable {

  private static final int PER_ADDRESS = 50;
  private static final long BACK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final byte[] MESSAGE =
      Tcp.framed(QueryBytes.of("www.example.com.", 1).opt(1232).bytes());

  /** What one of them does. */
  private enum Habit {
    IDLE,
    SLOW_WRITER,
    SLOW_READER
  }

  private final InetSocketAddress server;
  private final List<Guest> guests = new ArrayList<>();
  private final Selector selector;
  private final Thread thread;
  private volatile boolean over;
  private final AtomicInteger connects = new AtomicInteger();

  /** One place in the crowd. */
  private static final class Guest {
    private final InetSocketAddress from;
    private final Habit habit;
    private @Nullable SocketChannel channel;
    private long closedNanos = System.nanoTime() - BACK_NANOS;
    private int sent;

    private Guest(InetSocketAddress from, Habit habit) {
      this.from = from;
      this.habit = habit;
    }
  }

  /** A crowd that comes at once. */
  Crowd(InetSocketAddress server, int idle, int slow) throws IOException {
    this.server = server;
    this.selector = Selector.open();
    for (int i = 0; i < idle + slow; i++) {
      String address = "127.0.7." + (1 + i / PER_ADDRESS);
      Habit habit = i < idle ? Habit.IDLE : i % 2 == 0 ? Habit.SLOW_WRITER : Habit.SLOW_READER;
      guests.add(new Guest(new InetSocketAddress(address, 0), habit));
    }
    this.thread = Thread.ofPlatform().daemon().name("crowd").start(this::run);
  }

  /** Connections made so far. */
  int connects() {
    return connects.get();
  }

  private void run() {
    try {
      ByteBuffer sink = ByteBuffer.allocate(512);
      long next = System.nanoTime();
      while (!over) {
        selector.select(key -> readable(key, sink), 20);
        long now = System.nanoTime();
        if (now - next >= 0) {
          next = now + STEP_NANOS;
          guests.forEach(guest -> step(guest, now));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readable(SelectionKey key, ByteBuffer sink) {
    Guest guest = (Guest) key.attachment();
    try {
      if (((SocketChannel) key.channel()).read(sink.clear()) < 0) {
        leave(guest);
      }
    } catch (IOException reset) {
      leave(guest);
    }
  }

  private void step(Guest guest, long now) {
    SocketChannel channel = guest.channel;
    try {
      if (channel == null) {
        if (now - guest.closedNanos >= BACK_NANOS) {
          come(guest);
        }
      } else if (guest.habit == Habit.SLOW_WRITER) {
        int at = guest.sent++ % MESSAGE.length;
        channel.write(ByteBuffer.wrap(MESSAGE, at, 1));
      } else if (guest.habit == Habit.SLOW_READER) {
        for (int i = 0; i < 200 && channel.write(ByteBuffer.wrap(MESSAGE)) == MESSAGE.length; i++) {
          guest.sent++;
        }
      }
    } catch (IOException closed) {
      leave(guest);
    }
  }

  private void come(Guest guest) throws IOException {
    SocketChannel channel = SocketChannel.open();
    guest.channel = channel;
    channel.bind(guest.from);
    channel.connect(server);
    channel.configureBlocking(false);
    connects.incrementAndGet();
    if (guest.habit != Habit.SLOW_READER) {
      channel.register(selector, SelectionKey.OP_READ, guest);
    }
  }

  private static void leave(Guest guest) {
    SocketChannel channel = guest.channel;
    guest.channel = null;
    guest.closedNanos = System.nanoTime();
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    over = true;
    await().until(() -> !thread.isAlive());
    guests.forEach(Crowd::leave);
    selector.selectNow();
    selector.close();
  }
}
