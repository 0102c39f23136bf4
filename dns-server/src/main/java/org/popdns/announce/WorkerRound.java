package org.popdns.announce;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.popdns.answer.OwnMark;

/**
 * Asks the service addresses, all at the same time, until each worker of each has answered: the
 * system picks the worker by the source port, so queries come from as many ports as it takes. Used
 * by one thread.
 *
 * <p>A worker has answered when its counter of responses rose within the round, by our query or a
 * client's; beside that, one of our queries must have been answered rightly. So a loaded server is
 * not taken for a dead one, and one that counts without answering is not taken for a live one.
 */
final class WorkerRound {

  /** Between two looks at the clock, where nothing is received. */
  private static final long LOOK_EVERY_MILLIS = 5;

  private final Duration timeout;
  private final OwnMark mark;

  /**
   * A round.
   *
   * @param timeout for all addresses together
   * @param mark by which the server knows the queries as its own
   */
  WorkerRound(Duration timeout, OwnMark mark) {
    this.timeout = timeout;
    this.mark = mark;
  }

  /**
   * An address and who answers there.
   *
   * @param workers their numbers, for the operator
   * @param responses what each of them has answered, in the same order, ever rising
   */
  record Target(InetSocketAddress address, List<Integer> workers, Supplier<long[]> responses) {}

  /**
   * Asks.
   *
   * @return what is wrong with each address, in one line; empty text if nothing is
   */
  Map<InetSocketAddress, String> ask(List<Target> targets, Question question) {
    long start = System.nanoTime();
    List<AskedAddress> asked =
        targets.stream().map(target -> new AskedAddress(target, question, mark)).toList();
    try (Selector selector = Selector.open()) {
      try {
        while (System.nanoTime() - start < timeout.toNanos()
            && !asked.stream().allMatch(AskedAddress::isOver)) {
          asked.forEach(address -> address.sendIfDue(selector));
          selector.select(LOOK_EVERY_MILLIS);
          for (SelectionKey key : selector.selectedKeys()) {
            ((AskedAddress) key.attachment()).receive(key);
          }
          selector.selectedKeys().clear();
        }
      } finally {
        asked.forEach(AskedAddress::close);
      }
    } catch (IOException e) {
      asked.forEach(address -> address.fail(e));
    }
    Map<InetSocketAddress, String> problems = new LinkedHashMap<>();
    asked.forEach(address -> problems.put(address.address(), address.problem(timeout)));
    return problems;
  }
}
