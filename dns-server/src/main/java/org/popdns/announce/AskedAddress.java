package org.popdns.announce;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.popdns.answer.OwnMark;
import org.popdns.config.write.AddressFormat;

/**
 * One address within a {@link WorkerRound}: queries in waves, each from new source ports, as many
 * as there are workers; a wave ends when all of it was answered, or after a while. Used by the
 * round's thread; what changes in it is what was sent and what came back.
 */
final class AskedAddress {

  private static final int LARGEST_RESPONSE_BYTES = 1500;

  /**
   * So many queries miss one of 64 live workers once in ten million rounds: 64 (1 - 1/64)^(20·64).
   * Most rounds end long before.
   */
  private static final int QUERIES_PER_WORKER = 20;

  private static final long WAVE_NANOS = Duration.ofMillis(20).toNanos();

  /** Sockets that wait for an answer; beyond it the oldest is given up. */
  private static final int MOST_OPEN = 256;

  private final WorkerRound.Target target;
  private final Question question;
  private final OwnMark mark;
  private final long[] before;
  private final Map<SelectionKey, byte[]> open = new LinkedHashMap<>();
  private int asked;
  private long waveNanos;
  private boolean answered;
  private boolean wrong;
  private boolean refused;
  private String failure = "";

  AskedAddress(WorkerRound.Target target, Question question, OwnMark mark) {
    this.target = target;
    this.question = question;
    this.mark = mark;
    this.before = target.responses().get();
  }

  InetSocketAddress address() {
    return target.address();
  }

  /** True when nothing more can be learned. */
  boolean isOver() {
    return !failure.isEmpty() || (answered && silent().isEmpty());
  }

  /** Begins the next wave if the last one is over and there may be one. */
  void sendIfDue(Selector selector) {
    long now = System.nanoTime();
    int workers = Math.max(1, before.length);
    boolean waits = asked > 0 && !open.isEmpty() && now - waveNanos < WAVE_NANOS;
    if (waits || isOver() || asked >= workers * QUERIES_PER_WORKER) {
      return;
    }
    waveNanos = now;
    try {
      for (int i = 0; i < workers; i++) {
        send(selector);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void send(Selector selector) throws IOException {
    asked++;
    DatagramChannel channel = DatagramChannel.open();
    byte[] query = question.query(ThreadLocalRandom.current().nextInt(0x10000), mark);
    try {
      channel.configureBlocking(false);
      channel.connect(OwnAddress.of(target.address()));
      open.put(channel.register(selector, SelectionKey.OP_READ, this), query);
      channel.write(ByteBuffer.wrap(query));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    if (open.size() > MOST_OPEN) {
      Iterator<SelectionKey> oldest = open.keySet().iterator();
      oldest.next().channel().close();
      oldest.remove();
    }
  }

  /** Takes what came at one of our sockets: an answer, something else, or an ICMP error. */
  void receive(SelectionKey key) {
    byte[] query = open.remove(key);
    if (query == null) {
      return; // Given up meanwhile.
    }
    try (DatagramChannel channel = (DatagramChannel) key.channel()) {
      ByteBuffer response = ByteBuffer.allocate(LARGEST_RESPONSE_BYTES);
      channel.read(response);
      boolean right = Question.isAnswer(query, response.flip());
      answered |= right;
      wrong |= !right;
    } catch (PortUnreachableException e) {
      refused = true;
    } catch (IOException e) {
      wrong = true;
    }
  }

  /** It can't be asked. */
  void fail(IOException e) {
    failure = "cannot be asked: " + e.getMessage();
  }

  void close() {
    for (SelectionKey key : open.keySet()) {
      try {
        key.channel().close();
      } catch (IOException e) {
        fail(e);
      }
    }
    open.clear();
  }

  /**
   * What is wrong, in one line; empty if nothing is.
   *
   * @param waited how long answers were waited for
   */
  String problem(Duration waited) {
    String name = AddressFormat.of(target.address());
    if (!failure.isEmpty()) {
      return name + " " + failure;
    }
    if (!answered) {
      return name
          + (wrong
              ? " answers wrongly"
              : refused
                  ? " is not listened on"
                  : " does not answer within " + waited.toMillis() + " ms");
    }
    List<Integer> silent = silent();
    return silent.isEmpty()
        ? ""
        : (silent.size() == 1 ? "worker %s does" : "workers %s do")
                .formatted(silent.stream().map(String::valueOf).collect(Collectors.joining(", ")))
            + " not answer at %s (%d of %d there)".formatted(name, silent.size(), before.length);
  }

  private List<Integer> silent() {
    long[] now = target.responses().get();
    List<Integer> silent = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      if (now[i] == before[i]) {
        silent.add(target.workers().get(i));
      }
    }
    return silent;
  }
}
