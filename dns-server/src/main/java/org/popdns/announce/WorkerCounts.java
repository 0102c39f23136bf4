package org.popdns.announce;

import java.util.List;
import java.util.function.ToLongFunction;
import org.popdns.answer.Protocol;
import org.popdns.answer.WorkerCounters;
import org.popdns.fitness.Family;
import org.popdns.wire.Rcode;

/** What the workers have counted. Read by any thread. */
record WorkerCounts(List<WorkerCounters> workers) {

  /**
   * UDP responses of some workers in a family, in the order of their numbers here: to clients and
   * to the server itself.
   */
  long[] responses(Family family, List<Integer> numbers) {
    Protocol protocol = family == Family.IPV4 ? Protocol.UDP_IPV4 : Protocol.UDP_IPV6;
    return numbers.stream()
        .map(workers::get)
        .mapToLong(worker -> responses(worker, protocol) + worker.own(protocol))
        .toArray();
  }

  /** All responses of all workers to clients. */
  long total() {
    return sum(
        worker -> {
          long total = 0;
          for (Protocol protocol : Protocol.values()) {
            total += responses(worker, protocol);
          }
          return total;
        });
  }

  private static long responses(WorkerCounters worker, Protocol protocol) {
    long sum = 0;
    for (int rcode = 0; rcode < Rcode.COUNT; rcode++) {
      sum += worker.responses(protocol, rcode);
    }
    return sum;
  }

  private long sum(ToLongFunction<WorkerCounters> count) {
    return workers.stream().mapToLong(count).sum();
  }
}
