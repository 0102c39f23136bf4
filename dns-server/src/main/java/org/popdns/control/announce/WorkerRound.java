package org.popdns.control.announce;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.popdns.config.write.AddressFormat;

/**
 * Asks a service address until each worker has answered there: the system picks the worker by the
 * source port, so queries come from as many ports as it takes. Used by one thread.
 *
 * <p>A worker has answered when its counter of responses rose within the round, by our query or a
 * client's; beside that, one of our queries must have been answered rightly. So a loaded server is
 * not taken for a dead one, and one that counts without answering is not taken for a live one.
 */
final class WorkerRound {

  private static final int LARGEST_RESPONSE_BYTES = 1500;
  private static final int QUERIES_PER_WORKER = 20;

  private final Duration timeout;
  private final AtomicLong sent;

  /**
   * A round.
   *
   * @param timeout for one address
   * @param sent counts the queries sent
   */
  WorkerRound(Duration timeout, AtomicLong sent) {
    this.timeout = timeout;
    this.sent = sent;
  }

  /**
   * Asks one address.
   *
   * @param responses by worker, ever rising
   * @return what is wrong, in one line; empty if nothing is
   */
  String ask(InetSocketAddress address, Question question, Supplier<long[]> responses) {
    long[] before = responses.get();
    Map<SelectionKey, byte[]> open = new LinkedHashMap<>();
    long deadline = System.nanoTime() + timeout.toNanos();
    int limit = before.length * QUERIES_PER_WORKER;
    int asked = 0;
    boolean answered = false;
    boolean wrong = false;
    try (Selector selector = Selector.open()) {
      try {
        while (System.nanoTime() < deadline) {
          if (answered && silent(before, responses.get()).isEmpty()) {
            return "";
          }
          for (int i = 0; i < before.length * 2 && asked < limit; i++, asked++) {
            send(address, question, selector, open);
          }
          long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
          selector.select(Math.clamp(left, 1, 20));
          for (SelectionKey key : selector.selectedKeys()) {
            boolean right = receive(key, open);
            answered |= right;
            wrong |= !right;
          }
          selector.selectedKeys().clear();
        }
      } finally {
        for (SelectionKey key : open.keySet()) {
          key.channel().close();
        }
      }
    } catch (IOException e) {
      return AddressFormat.of(address) + " cannot be asked: " + e.getMessage();
    }
    if (!answered) {
      return AddressFormat.of(address)
          + (wrong ? " answers wrongly" : " does not answer within " + timeout.toMillis() + " ms");
    }
    List<Integer> silent = silent(before, responses.get());
    return silent.isEmpty()
        ? ""
        : "worker %s of %d does not answer at %s"
            .formatted(
                silent.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                before.length,
                AddressFormat.of(address));
  }

  private void send(
      InetSocketAddress address,
      Question question,
      Selector selector,
      Map<SelectionKey, byte[]> open)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    byte[] query = question.query(ThreadLocalRandom.current().nextInt(0x10000));
    try {
      channel.configureBlocking(false);
      channel.connect(OwnAddress.of(address));
      open.put(channel.register(selector, SelectionKey.OP_READ), query);
      channel.write(ByteBuffer.wrap(query));
      sent.incrementAndGet();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** True if what came is the answer; false if it is anything else, an ICMP error for one. */
  private static boolean receive(SelectionKey key, Map<SelectionKey, byte[]> open) {
    byte[] query = open.remove(key);
    try (DatagramChannel channel = (DatagramChannel) key.channel()) {
      ByteBuffer response = ByteBuffer.allocate(LARGEST_RESPONSE_BYTES);
      channel.read(response);
      return query != null && Question.isAnswer(query, response.flip());
    } catch (IOException refused) {
      return false;
    }
  }

  private static List<Integer> silent(long[] before, long[] now) {
    List<Integer> silent = new ArrayList<>();
    for (int worker = 0; worker < before.length; worker++) {
      if (now[worker] == before[worker]) {
        silent.add(worker);
      }
    }
    return silent;
  }
}
