package org.popdns.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Asks one question at a steady rate over UDP and looks at every answer. The load ends by itself
 * after a number of queries.
 */
public final class QueryLoad {

  private static final int IDS = 1 << 16;

  private final InetSocketAddress server;
  private final byte[] query;
  private final Consumer<byte[]> onAnswer;
  private final AtomicLong answered = new AtomicLong();

  /**
   * A load on a server.
   *
   * @param onAnswer called for every answer, on the receiving thread
   */
  public QueryLoad(InetSocketAddress server, QueryBytes query, Consumer<byte[]> onAnswer) {
    this.server = server;
    this.query = query.bytes();
    this.onAnswer = onAnswer;
  }

  /**
   * What came of it.
   *
   * @param sent queries sent
   * @param answered answers received, one second after the last query at the latest
   */
  public record Result(long sent, long answered) {

    /** Queries without an answer. */
    public long lost() {
      return sent - answered;
    }
  }

  /**
   * Sends until told otherwise or until the number is reached.
   *
   * @param perSecond the rate
   * @param atMost queries in all
   * @param goOn asked before each query
   */
  public Result run(int perSecond, int atMost, BooleanSupplier goOn)
      throws IOException, InterruptedException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      // A pause of this side must not lose answers that did come.
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
      channel.connect(server);
      var _ = Thread.ofPlatform().daemon().start(() -> receive(channel));
      long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
      long next = System.nanoTime();
      long sent = 0;
      ByteBuffer message = ByteBuffer.allocateDirect(query.length);
      while (sent < atMost && goOn.getAsBoolean()) {
        message.clear().put(query).putShort(0, (short) (sent % IDS)).flip();
        channel.write(message);
        sent++;
        next += interval;
        for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      while (answered.get() < sent && System.nanoTime() < deadline) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      return new Result(sent, answered.get());
    }
  }

  private void receive(DatagramChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(65535);
    try {
      while (channel.isOpen()) {
        buffer.clear();
        int length = channel.read(buffer);
        byte[] answer = new byte[length];
        buffer.flip().get(answer);
        onAnswer.accept(answer);
        answered.incrementAndGet();
      }
    } catch (ClosedChannelException closed) {
      // The load is over.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
