package org.popdns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.popdns.harness.ExampleZone;
import org.popdns.harness.QueryBytes;
import org.popdns.harness.TestServer;

/** A worker that has warmed up allocates nothing, from socket to socket. */
final class SteadyStateTest {

  private static final int MEASURED = 1_000_000;
  private static final int MOST_WARM_UP = 3_000_000;
  private static final int ROUND = 100_000;
  private static final int WINDOW = 50;

  @TempDir private Path folder;

  private static final List<byte[]> QUERIES =
      List.of(
          QueryBytes.of("www.example.com.", 1).bytes(),
          QueryBytes.of("rr.example.com.", 1).opt(1232).bytes(),
          QueryBytes.of("alias2.EXAMPLE.com.", 28).bytes(),
          QueryBytes.of("nothere.example.com.", 1).opt(1232, 0, 3, 0, 0).bytes(),
          QueryBytes.of("a.b.c.wild.example.com.", 16).bytes(),
          QueryBytes.of("deep.sub.example.com.", 1).bytes(),
          QueryBytes.of("rr.example.com.", 1)
              .opt(1232, 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8)
              .bytes());

  @Test
  void steadyState_allocatesNothingPerQuery() throws IOException {
    try (TestServer server = TestServer.of(folder, ExampleZone.FILES);
        DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(server.address());
      channel.socket().setSoTimeout(10_000);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long[] workers =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("popdns-worker-"))
              .mapToLong(Thread::threadId)
              .toArray();
      assertThat(workers).isNotEmpty();
      // One client: all of its queries go to one worker.
      int asked = 0;
      long last;
      do {
        long before = allocated(threads, workers);
        ask(channel, ROUND);
        asked += ROUND;
        last = allocated(threads, workers) - before;
      } while (last > 0 && asked < MOST_WARM_UP);
      long before = allocated(threads, workers);
      ask(channel, MEASURED);
      long bytes = allocated(threads, workers) - before;
      System.out.printf(
          "allocated by the workers: %d bytes in %d queries, after %d to warm up%n",
          bytes, MEASURED, asked);
      assertThat(bytes).isZero();
    }
  }

  private static long allocated(ThreadMXBean threads, long[] ids) {
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(ids)) {
      sum += bytes;
    }
    return sum;
  }

  private static void ask(DatagramChannel channel, int queries) throws IOException {
    ByteBuffer[] messages =
        QUERIES.stream()
            .map(query -> ByteBuffer.allocateDirect(query.length).put(query).flip())
            .toArray(ByteBuffer[]::new);
    ByteBuffer response = ByteBuffer.allocateDirect(1500);
    for (int sent = 0; sent < queries; sent += WINDOW) {
      for (int i = 0; i < WINDOW; i++) {
        channel.write(messages[(sent + i) % messages.length].rewind());
      }
      for (int i = 0; i < WINDOW; i++) {
        channel.read(response.clear());
      }
    }
  }
}
