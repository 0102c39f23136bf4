package org.popdns.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.popdns.answer.Responder;
import org.popdns.answer.ServerCookies;
import org.popdns.answer.ServerIdentity;
import org.popdns.answer.WorkerCounters;

/** Makes responders for a test and keeps what they count. */
final class Counted implements IntFunction<Responder> {

  private final List<WorkerCounters> counters = new CopyOnWriteArrayList<>();

  @Override
  public Responder apply(int worker) {
    WorkerCounters own = new WorkerCounters();
    counters.add(own);
    return new Responder(new ServerIdentity("test"), ServerCookies.bySystemClock(), own, worker);
  }

  /** What one worker counted. */
  WorkerCounters of(int worker) {
    return counters.get(worker);
  }

  /** One count of all workers. */
  long sum(ToLongFunction<WorkerCounters> count) {
    return counters.stream().mapToLong(count).sum();
  }
}
